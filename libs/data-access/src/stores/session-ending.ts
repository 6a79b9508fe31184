import type { Database } from '../database.js'
import { canBeKey, isUuid } from '../storable.js'
import { auditOn, type Report } from './audit-store.js'
import { Ending, type Ended } from './ending.js'

/** Which sessions an admin ends. */
export type SessionSelection =
  /** These, with all that began in them, offline access too. */
  | { ids: readonly string[] }
  /** All of a person, with every token of theirs. */
  | { userId: string }
  /** What a client holds of everybody: refresh families and access tokens. People stay signed in at the server. */
  | { clientId: string }
  /** All of everybody, and every token of every client. */
  | 'everything'

/** Ends what is selected, in one transaction with its audit event. What has ended already is not ended again. */
export async function endSelected(
  database: Database,
  selection: SessionSelection,
  now: Date,
  report: Report<Ended>,
): Promise<Ended> {
  return database.transaction(async (connection) => {
    const ending = new Ending(connection, now, 'admin')
    if (selection === 'everything') {
      await ending.sessions('$2::text IS NULL', null)
      await ending.families('$1::text IS NULL', null)
      // By client, of which there are few: a list that grew by a million entries would reach nobody soon.
      const { rows } = await connection.query<{ id: string }>('SELECT client_id AS id FROM clients')
      await ending.accessTokens(
        'client_id',
        rows.map(({ id }) => id),
      )
    } else if ('userId' in selection) {
      if (isUuid(selection.userId)) await ending.person(selection.userId)
    } else if ('clientId' in selection) {
      if (canBeKey(selection.clientId)) {
        await ending.families('client_id = $1', selection.clientId)
        await ending.accessTokens('client_id', [selection.clientId])
      }
    } else {
      const ids = await ending.sessions('id = ANY ($2::uuid[])', selection.ids.filter(isUuid))
      await ending.families('session_id = ANY ($1::uuid[])', ids)
      await ending.accessTokens('sid', ids)
    }
    await auditOn(connection, report(ending.result))
    return ending.result
  })
}
