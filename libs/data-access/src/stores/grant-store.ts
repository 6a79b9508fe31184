import { randomUUID } from 'node:crypto'
import type { Batcher } from '../batcher.js'
import type { Database } from '../database.js'
import { canBeKey, isUuid } from '../storable.js'
import type { ListPage } from '../keyset-page.js'
import { revokeFamilies } from './family-revocation.js'
import type { Report } from './audit-store.js'
import type { Ended } from './ending.js'
import {
  grantPage,
  withdrawGrants,
  type GrantListRequest,
  type GrantRow,
  type WithdrawnGrant,
} from './grant-list.js'
import { addRevocations, revocationExpiry } from './revocation-store.js'

/** A scope that a person allowed; `resource` is empty for scopes of OpenID Connect. */
export interface GrantedScope {
  resource: string
  scope: string
}

/** What one person allowed one client. */
export interface GrantRecord {
  /** The `gid` claim. */
  id: string
  scopes: GrantedScope[]
}

/** The scopes of `grants g`, for statements that read one beside something else. */
export const GRANTED_SCOPES = `array(SELECT jsonb_build_object('resource', c.resource_identifier, 'scope', c.scope)
    FROM consented_scopes c WHERE c.grant_id = g.id)`

const FIND = `
  SELECT asked.place::int, g.id, ${GRANTED_SCOPES}
  FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS asked (user_id, client_id, place)
  CROSS JOIN LATERAL (SELECT * FROM grants WHERE user_id = asked.user_id OFFSET 0) AS g
  WHERE g.client_id = asked.client_id`

const ENSURE = `
  WITH kept AS (
    INSERT INTO grants (id, user_id, client_id, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)
    ON CONFLICT (user_id, client_id) DO UPDATE SET updated_at = excluded.updated_at RETURNING id
  ),
  added AS (
    INSERT INTO consented_scopes (grant_id, resource_identifier, scope, granted_at)
    SELECT DISTINCT kept.id, wanted.resource, wanted.scope, $4::timestamptz
    FROM kept, unnest($5::text[], $6::text[]) AS wanted (resource, scope)
    ON CONFLICT DO NOTHING
  )
  SELECT id FROM kept`

/** What people allowed clients. Withdrawing removes the grant; a later consent is another grant with another `gid`. */
export class GrantStore {
  private readonly findings: Batcher<{ userId: string; clientId: string }, GrantRecord | undefined>

  constructor(private readonly database: Database) {
    this.findings = database.batched(
      { name: 'grants-find', text: FIND },
      (asked) => [asked.map(({ userId }) => userId), asked.map(({ clientId }) => clientId)],
      ([, id, scopes]) => ({ id, scopes }) as GrantRecord,
      undefined,
    )
  }

  /** The living grant of a person to a client. */
  async find(userId: string, clientId: string): Promise<GrantRecord | undefined> {
    if (!isUuid(userId) || !canBeKey(clientId)) return undefined
    return this.findings.add({ userId, clientId })
  }

  /**
   * Makes sure that a grant stands and covers the scopes; those allowed before stay. Callers at the same moment get the
   * same grant.
   *
   * @returns the grant's id, the `gid` claim
   */
  async ensure(
    userId: string,
    clientId: string,
    scopes: readonly GrantedScope[],
    now: Date,
  ): Promise<string> {
    const rows = await this.database.execute<{ id: string }>({ name: 'grant-ensure', text: ENSURE }, [
      randomUUID(),
      userId,
      clientId,
      now,
      scopes.map((entry) => entry.resource),
      scopes.map((entry) => entry.scope),
    ])
    const [grant] = rows
    if (!grant) throw new Error('PostgreSQL returned no grant from an upsert.')
    return grant.id
  }

  /**
   * Takes back everything the person allowed the client: the grant goes, its refresh families are revoked, and one
   * entry that matches `gid` ends its living access tokens. False when there was no grant.
   */
  async withdraw(userId: string, clientId: string, now: Date): Promise<boolean> {
    const reason = 'consent_withdrawn'
    return this.database.transaction(async (connection) => {
      const removed = await connection.query<{ id: string }>(
        'DELETE FROM grants WHERE user_id = $1 AND client_id = $2 RETURNING id',
        [userId, clientId],
      )
      const [grant] = removed.rows
      if (!grant) return false
      await connection.query(revokeFamilies('grant_id = $1'), [grant.id, now, reason])
      await addRevocations(connection, [
        { claim: 'gid', value: grant.id, revokedAt: now, expiresAt: revocationExpiry(now), reason },
      ])
      return true
    })
  }

  /** Grants of everybody, a page at a time. */
  async page(request: GrantListRequest): Promise<ListPage<GrantRow>> {
    return grantPage(this.database, request)
  }

  /** Takes back the grants of these ids, as `withdraw` does, in one transaction with an audit event for each. */
  async withdrawSelected(ids: readonly string[], now: Date, report: Report<WithdrawnGrant>): Promise<Ended> {
    return withdrawGrants(this.database, ids, now, report)
  }
}
