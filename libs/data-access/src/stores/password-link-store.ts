import { ADMIN_RESOURCE } from '@gatehouse/token-types'
import type pg from 'pg'
import type { Database } from '../database.js'
import type { UserRecord } from '../records.js'
import { auditOn, type Report } from './audit-store.js'
import { Ending } from './ending.js'

/** What a link stands for once it is used: whose it was. */
export interface ChosenPassword {
  userId: string
}

/** Removes the link of a person, in the transaction of a change that makes it worthless. */
export async function endPasswordLink(
  connection: Pick<pg.ClientBase, 'query'>,
  userId: string,
): Promise<void> {
  await connection.query('DELETE FROM password_links WHERE user_id = $1', [userId])
}

/**
 * `$1` is the digest, `$2` now. A link is worth nothing once another password was set, or the account is off; nor where the
 * person came to administer after it was made, or whoever made it could become what they may not make others. Such changes
 * remove the link as well, and their row locks decide what came first; this holds where a role comes by another way.
 */
const LIVING = `l.digest = $1 AND l.expires_at > $2 AND u.id = l.user_id AND u.disabled_at IS NULL
  AND (u.password_changed_at IS NULL OR u.password_changed_at <= l.created_at)
  AND NOT EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.id AND r.resource_identifier = '${ADMIN_RESOURCE}'
    AND r.granted_at > l.created_at)`

/**
 * Links by which people choose a password, each used once. `UserAdministration.makePasswordLink` makes them.
 *
 * Enforces: of any number of uses of one link, at the same moment or later, one succeeds.
 */
export class PasswordLinkStore {
  constructor(private readonly database: Database) {}

  /** Whose password it sets, while it may be used. */
  async find(digest: Uint8Array, now: Date): Promise<UserRecord | undefined> {
    const { rows } = await this.database.pool.query<ChosenPassword>(
      `SELECT u.id AS "userId" FROM password_links l, users u WHERE ${LIVING}`,
      [digest, now],
    )
    const [link] = rows
    if (!link) return undefined
    const user = await this.database.prisma.user.findUnique({
      where: { id: link.userId },
      include: { roles: true },
    })
    return user ?? undefined
  }

  /**
   * Uses the link: the password is set, and whoever used the one before is signed out everywhere, with an audit event.
   * False when the link may not be used any more; then nothing happened.
   */
  async redeem(
    digest: Uint8Array,
    passwordHash: string,
    now: Date,
    report: Report<ChosenPassword>,
  ): Promise<boolean> {
    return this.database.transaction(async (connection) => {
      // The account before the link, as whoever makes one locks them.
      await connection.query(
        'SELECT 1 FROM users u JOIN password_links l ON l.user_id = u.id WHERE l.digest = $1 FOR UPDATE OF u',
        [digest],
      )
      const { rows } = await connection.query<ChosenPassword>(
        `DELETE FROM password_links l USING users u WHERE ${LIVING} RETURNING u.id AS "userId"`,
        [digest, now],
      )
      const [chosen] = rows
      if (!chosen) return false
      await connection.query(
        'UPDATE users SET password_hash = $2, password_changed_at = $3, updated_at = $3 WHERE id = $1',
        [chosen.userId, passwordHash, now],
      )
      await new Ending(connection, now, 'password_changed').person(chosen.userId)
      await auditOn(connection, report(chosen))
      return true
    })
  }
}
