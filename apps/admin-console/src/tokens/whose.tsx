import { useTranslations } from 'next-intl'
import { CopiedId } from '../detail/copied-id'
import { Link } from '../shell/link'
import { hasPage } from '../shell/navigation'
import classes from './tokens.module.css'

/** The client that holds a token, and the way to it. */
export function ClientLink({ id, name }: { readonly id: string; readonly name: string | null }) {
  const t = useTranslations('tokens')
  if (name === null) return <NamedId name={t('removedClient')} id={id} />
  return <NamedId name={name} id={id} href={`/clients/${encodeURIComponent(id)}`} />
}

/** The person whom a token speaks for, and the way to them. */
export function PersonLink({ id, name }: { readonly id: string; readonly name: string | null }) {
  const t = useTranslations('tokens')
  const isLinked = name !== null && hasPage('/users')
  return (
    <NamedId
      name={name ?? t('removedPerson')}
      id={id}
      href={isLinked ? `/users/${encodeURIComponent(id)}` : undefined}
    />
  )
}

const NamedId = ({
  name,
  id,
  href,
}: {
  readonly name: string
  readonly id: string
  readonly href?: string | undefined
}) => (
  <>
    <div>
      {href === undefined ? (
        name
      ) : (
        <Link href={href} className={classes['link']}>
          {name}
        </Link>
      )}
    </div>
    <CopiedId id={id} />
  </>
)
