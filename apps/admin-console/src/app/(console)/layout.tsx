import type { ReactNode } from 'react'
import { consoleParts, requireSession } from '../../console'
import { formTokenFor } from '../../session/session-id'
import { displayNameOf } from '../../session/session-store'
import { AppShell } from '../../shell/app-shell'
import { RenewalNotice } from '../../shell/renewal-notice'

/** Every page in here is for a signed-in person and stands in the shell. */
export default async function ConsoleLayout({ children }: { readonly children: ReactNode }) {
  const { session, key, isRenewalFailing } = await requireSession()
  const { settings } = consoleParts()
  return (
    <AppShell
      issuer={settings.issuer.href.replace(/\/$/, '')}
      account={{
        name: displayNameOf(session.person),
        email: session.person.email,
        formToken: formTokenFor(settings.secret, key),
      }}
    >
      {isRenewalFailing && <RenewalNotice />}
      {children}
    </AppShell>
  )
}
