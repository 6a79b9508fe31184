import type pg from 'pg'
import { ADMIN_RESOURCE } from '@gatehouse/token-types'
import { ADMINISTRATION_LOCK } from '../advisory-locks.js'
import { refusingDuplicates } from '../already-exists.js'
import { ChangedMeanwhile } from '../changed-meanwhile.js'
import { columnOf } from '../columns.js'
import type { Database } from '../database.js'
import type { ListPage } from '../keyset-page.js'
import type { User } from '../records.js'
import { isUuid, storableJson } from '../storable.js'
import { auditOn, type NewAuditEvent } from './audit-store.js'
import { Ending, type Ended } from './ending.js'
import { endPasswordLink } from './password-link-store.js'
import { userPage, type UserListRequest, type UserRow } from './user-list.js'
import type { HeldRole } from './user-store.js'

const OWNER = 'owner'

/** Only an owner may do this: it concerns who administers. Nothing was changed. */
export class OwnersOnly extends Error {
  override readonly name = 'OwnersOnly'
}

/** Nobody would be left who is an owner. Nothing was changed. */
export class LastOwner extends Error {
  override readonly name = 'LastOwner'
}

/** A change by an admin. */
export interface AdminDeed {
  /** `sub` of the admin; absent for a client, which is never an owner. */
  by: string | undefined
  now: Date
  event: NewAuditEvent
}

/** Columns to change. */
export type ProfileChange = Partial<
  Omit<
    User,
    'id' | 'address' | 'passwordHash' | 'passwordChangedAt' | 'disabledAt' | 'createdAt' | 'updatedAt'
  >
> & {
  /** The members of OIDC Core §5.1.1; null removes the address. */
  address?: object | null
}

type Connection = Pick<pg.ClientBase, 'query'>

/**
 * Changes to people by admins, each in one transaction with its audit event.
 *
 * *Enforces*, whatever happens at the same moment: who has a role at the admin API is changed by owners alone, and one
 * person who can sign in stays an owner. The person's row is locked first, so that no role can come between the look
 * and the change.
 */
export class UserAdministration {
  constructor(private readonly database: Database) {}

  /** People, a page at a time. */
  async page(request: UserListRequest): Promise<ListPage<UserRow>> {
    return userPage(this.database, request)
  }

  /** When a session of the person was last in use, of those that are still kept. */
  async lastSeen(id: string): Promise<Date | null> {
    const { rows } = await this.database.pool.query<{ at: Date | null }>(
      'SELECT max(last_seen_at) AS at FROM sessions WHERE user_id = $1',
      [id],
    )
    return rows[0]?.at ?? null
  }

  /** From where somebody failed to sign in as this person since then, the last hundred addresses, newest first. */
  async failedFrom(id: string, since: Date): Promise<string[]> {
    const { rows } = await this.database.pool.query<{ address: string }>(
      `SELECT ip_address AS address FROM audit_events
       WHERE subject_id = $1 AND at >= $2 AND type = 'sign_in.failed' AND ip_address IS NOT NULL
       GROUP BY ip_address ORDER BY max(at) DESC LIMIT 100`,
      [id, since],
    )
    return rows.map(({ address }) => address)
  }

  /**
   * Changes what is given of one version of the account.
   *
   * @throws ChangedMeanwhile, OwnersOnly, AlreadyExists
   */
  async change(id: string, version: Date, change: ProfileChange, deed: AdminDeed): Promise<void> {
    const { address, ...columns } = change
    const fields: [string, unknown][] = Object.entries(columns)
    if (address !== undefined)
      fields.push(['address', address === null ? null : JSON.stringify(storableJson(address))])
    const assignments = fields.map(([field], at) => `, ${columnOf(field)} = $${at + 4}`).join('')
    await refusingDuplicates(
      this.administering(id, deed, async (connection) => {
        const { rowCount } = await connection.query(
          `UPDATE users SET updated_at = $2${assignments} WHERE id = $1 AND updated_at = $3`,
          [id, deed.now, version, ...fields.map(([, value]) => value)],
        )
        if (rowCount === 0) throw new ChangedMeanwhile('The account was changed or removed meanwhile.')
        return true
      }),
    )
  }

  /**
   * Replaces the password's hash; the person is signed out everywhere. Undefined when there is no such account.
   *
   * @throws OwnersOnly
   */
  async setPassword(id: string, hash: string, deed: AdminDeed): Promise<Ended | undefined> {
    return this.ending(id, deed, 'password_changed', {
      text: 'UPDATE users SET password_hash = $2, password_changed_at = $3, updated_at = $3 WHERE id = $1',
      values: [id, hash, deed.now],
    })
  }

  /**
   * Makes a link by which the person chooses a password, in place of one from before. False when there is no such account,
   * or it is switched off.
   *
   * @param link `digest` is the SHA-256 of its secret
   * @throws OwnersOnly
   */
  async makePasswordLink(
    id: string,
    { digest, expiresAt }: { digest: Uint8Array; expiresAt: Date },
    deed: AdminDeed,
  ): Promise<boolean> {
    return this.administering(id, deed, async (connection) => {
      const { rowCount } = await connection.query(
        `INSERT INTO password_links (digest, user_id, created_at, expires_at)
         SELECT $2, id, $3, $4 FROM users WHERE id = $1 AND disabled_at IS NULL
         ON CONFLICT (user_id) DO UPDATE SET digest = excluded.digest, created_at = excluded.created_at,
           expires_at = excluded.expires_at`,
        [id, digest, deed.now, expiresAt],
      )
      return rowCount === 1
    })
  }

  /**
   * Switches an account off; the person is signed out everywhere. Undefined when it was off, or there is none.
   *
   * @throws OwnersOnly, LastOwner
   */
  async disable(id: string, deed: AdminDeed): Promise<Ended | undefined> {
    return this.ending(id, deed, 'account_disabled', {
      text: 'UPDATE users SET disabled_at = $2, updated_at = $2 WHERE id = $1 AND disabled_at IS NULL',
      values: [id, deed.now],
    })
  }

  /** Switches an account on again; what was ended stays ended. False when it was on. @throws OwnersOnly */
  async enable(id: string, deed: AdminDeed): Promise<boolean> {
    return this.administering(id, deed, async (connection) => {
      const { rowCount } = await connection.query(
        'UPDATE users SET disabled_at = NULL, updated_at = $2 WHERE id = $1 AND disabled_at IS NOT NULL',
        [id, deed.now],
      )
      return rowCount === 1
    })
  }

  /**
   * Removes an account with its sessions, grants and roles; its refresh families and tokens end. Undefined when there is
   * none. The audit log keeps the id.
   *
   * @throws OwnersOnly, LastOwner
   */
  async remove(id: string, deed: AdminDeed): Promise<Ended | undefined> {
    let ended: Ended | undefined
    await this.administering(id, deed, async (connection) => {
      const ending = new Ending(connection, deed.now, 'account_removed')
      // Before the account goes, and its sessions and grants with it: else they could not be counted.
      await ending.sessionsAndFamilies(id)
      await ending.grants('user_id = $1', id)
      await connection.query('DELETE FROM users WHERE id = $1', [id])
      // Rows first, the list last, as everywhere: else two who end things wait for one another.
      await ending.accessTokens('sub', [id])
      ended = ending.result
      return true
    })
    return ended
  }

  /** Gives a role that the API knows. False when the person has it. @throws OwnersOnly */
  async giveRole(id: string, { resource, role }: HeldRole, deed: AdminDeed): Promise<boolean> {
    return this.changingRoles(id, resource, deed, {
      text: `INSERT INTO user_roles (user_id, resource_identifier, role, granted_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING`,
      values: [id, resource, role, deed.now],
    })
  }

  /** Takes a role away; it counts at the admin API from then on. False when there is none. @throws OwnersOnly, LastOwner */
  async takeRole(id: string, { resource, role }: HeldRole, deed: AdminDeed): Promise<boolean> {
    return this.changingRoles(id, resource, deed, {
      text: 'DELETE FROM user_roles WHERE user_id = $1 AND resource_identifier = $2 AND role = $3',
      values: [id, resource, role],
    })
  }

  /** Keeps the event of something that changes no row here. @throws OwnersOnly */
  async note(id: string, deed: AdminDeed): Promise<boolean> {
    return this.administering(id, deed, () => Promise.resolve(true))
  }

  private async changingRoles(
    id: string,
    resource: string,
    deed: AdminDeed,
    statement: { text: string; values: unknown[] },
  ): Promise<boolean> {
    const concerns = resource === ADMIN_RESOURCE
    return this.administering(
      id,
      deed,
      async (connection) => {
        const { rowCount } = await connection.query(statement)
        if (rowCount === 0) return false
        await connection.query('UPDATE users SET updated_at = $2 WHERE id = $1', [id, deed.now])
        // Whoever made a link before could become by it what they may not make others.
        if (concerns) await endPasswordLink(connection, id)
        return true
      },
      concerns,
    )
  }

  private async ending(
    id: string,
    deed: AdminDeed,
    reason: string,
    statement: { text: string; values: unknown[] },
  ): Promise<Ended | undefined> {
    let ended: Ended | undefined
    await this.administering(id, deed, async (connection) => {
      const { rowCount } = await connection.query(statement)
      if (rowCount === 0) return false
      const ending = new Ending(connection, deed.now, reason)
      await ending.person(id)
      ended = ending.result
      await endPasswordLink(connection, id)
      return true
    })
    return ended
  }

  /** Runs the work under the rules above. The event is kept when the work says that it changed something. */
  private async administering(
    id: string,
    { by, event }: AdminDeed,
    work: (connection: Connection) => Promise<boolean>,
    concernsAdministration = false,
  ): Promise<boolean> {
    if (!isUuid(id)) return false
    return this.database.transaction(async (connection) => {
      // Against FOR KEY SHARE of a role that is being given: one waits for the other.
      const locked = await connection.query('SELECT 1 FROM users WHERE id = $1 FOR UPDATE', [id])
      if (locked.rowCount === 0) return false
      const isDelicate = concernsAdministration || (await administers(connection, id))
      if (isDelicate) {
        await connection.query('SELECT pg_advisory_xact_lock($1)', [ADMINISTRATION_LOCK])
        if (by === undefined || !(await ownerIds(connection)).includes(by)) {
          throw new OwnersOnly('Who administers is changed by owners alone.')
        }
      }
      if (!(await work(connection))) return false
      if (isDelicate && (await ownerIds(connection)).length === 0) {
        throw new LastOwner('Somebody must remain an owner.')
      }
      await auditOn(connection, event)
      return true
    })
  }
}

async function administers(connection: Connection, id: string): Promise<boolean> {
  const { rows } = await connection.query(
    'SELECT 1 FROM user_roles WHERE user_id = $1 AND resource_identifier = $2 LIMIT 1',
    [id, ADMIN_RESOURCE],
  )
  return rows.length > 0
}

/** Owners who can sign in. */
async function ownerIds(connection: Connection): Promise<string[]> {
  const { rows } = await connection.query<{ id: string }>(
    `SELECT u.id FROM users u JOIN user_roles r ON r.user_id = u.id
     WHERE r.resource_identifier = $1 AND r.role = $2 AND u.disabled_at IS NULL`,
    [ADMIN_RESOURCE, OWNER],
  )
  return rows.map(({ id }) => id)
}
