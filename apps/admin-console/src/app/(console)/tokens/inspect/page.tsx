import { getTranslations } from 'next-intl/server'
import { requireSession } from '../../../../console'
import { InspectToken } from '../../../../inspection/inspect-token'
import { TokensHeading } from '../../../../tokens/tokens-heading'

export async function generateMetadata() {
  return { title: (await getTranslations('inspection'))('title') }
}

/** What a token is that somebody has at hand. It comes by the form or by the palette, never by the address. */
export default async function InspectPage() {
  await requireSession()
  return (
    <div>
      <TokensHeading />
      <InspectToken />
    </div>
  )
}
