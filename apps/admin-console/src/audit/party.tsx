import type { AdminAuditParty } from '@gatehouse/token-types'
import { CopyValue } from '../detail/copy-value'
import { Link } from '../shell/link'
import { hasPage } from '../shell/navigation'
import classes from './audit.module.css'

/** Whom an event names, in one line: the name, or the id where there is no such person or client any more. */
export const PartyName = ({ party }: { readonly party: AdminAuditParty | null }) =>
  party === null ? '—' : (party.name ?? <code className={classes['id']}>{party.id}</code>)

/** The same with the id to copy and, where the console has a page for it, a link. */
export function PartyFact({
  party,
  list,
}: {
  readonly party: AdminAuditParty | null
  readonly list: string
}) {
  if (party === null) return '—'
  const isLinked = party.name !== null && hasPage(list)
  return (
    <>
      {isLinked ? (
        <Link href={`${list}/${encodeURIComponent(party.id)}`} className={classes['link']}>
          {party.name}
        </Link>
      ) : (
        party.name
      )}
      <span className={classes['copied']}>
        <code>{party.id}</code>
        <CopyValue value={party.id} />
      </span>
    </>
  )
}
