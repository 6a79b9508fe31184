import type { Batcher } from '../batcher.js'
import type { Database } from '../database.js'
import type { Session } from '../generated/client.js'
import { recordColumns, type RawRow } from '../columns.js'
import type { UserRecord } from '../records.js'
import { canBeKey, isUuid, storableBytes } from '../storable.js'
import type { ListPage } from '../keyset-page.js'
import { revokeFamilies } from './family-revocation.js'
import type { Report } from './audit-store.js'
import type { Ended } from './ending.js'
import { GRANTED_SCOPES, type GrantRecord } from './grant-store.js'
import { addRevocations, revocationExpiry } from './revocation-store.js'
import { endSelected, type SessionSelection } from './session-ending.js'
import { sessionPage, type SessionListRequest, type SessionRow } from './session-list.js'

/** A session to begin. */
export interface NewSession {
  /** SHA-256 of the cookie's value. */
  digest: Uint8Array
  userId: string
  authTime: Date
  acr: string
  amr: string[]
  ipAddress?: string | null
  userAgent?: string | null
  createdAt: Date
  expiresAt: Date
}

/** What changes when the person of a session proves again who they are. */
export interface Reauthentication {
  /** SHA-256 of the new cookie's value. */
  digest: Uint8Array
  authTime: Date
  acr: string
  amr: string[]
  expiresAt: Date
}

/** A session, its person, and what that person allowed a client: as far as the way to a code needs them. */
export interface FoundSession extends Pick<Session, (typeof SESSION_FIELDS)[number]> {
  user: SessionUser
  /** To the client that was named; undefined where none was, or there is no grant. */
  grant: GrantRecord | undefined
}

/** A person as pages name them. */
export type SessionUser = Pick<UserRecord, (typeof USER_FIELDS)[number]>

/** A session is marked as seen at most this often. */
const LAST_SEEN_SECONDS = 60

const SESSION_FIELDS = ['id', 'userId', 'authTime', 'acr', 'amr', 'lastSeenAt'] as const
const USER_FIELDS = ['id', 'username', 'email', 'name'] as const

const SESSION = recordColumns<Pick<Session, (typeof SESSION_FIELDS)[number]>>('s', SESSION_FIELDS)
const USER = recordColumns<SessionUser>('u', USER_FIELDS)

const FIND_ACTIVE = `
  SELECT asked.place::int, g.id, ${GRANTED_SCOPES}, ${SESSION.select}, ${USER.select}
  FROM unnest($1::bytea[], $2::timestamptz[], $3::text[]) WITH ORDINALITY AS asked (digest, now, client_id, place)
  CROSS JOIN LATERAL (SELECT * FROM sessions WHERE digest = asked.digest OFFSET 0) AS s
  CROSS JOIN LATERAL (SELECT * FROM users WHERE id = s.user_id OFFSET 0) AS u
  LEFT JOIN LATERAL (SELECT * FROM grants WHERE user_id = s.user_id OFFSET 0) AS g ON g.client_id = asked.client_id
  WHERE s.ended_at IS NULL AND s.expires_at > asked.now AND u.disabled_at IS NULL`

function readFound(row: RawRow): FoundSession {
  const [, id, scopes] = row
  return {
    ...SESSION.read(row, 3),
    user: USER.read(row, 3 + SESSION.width),
    grant: id === null ? undefined : ({ id, scopes } as GrantRecord),
  }
}

interface WantedSession {
  digest: Uint8Array
  now: Date
  clientId: string | undefined
}

/**
 * People signed in at the authorization server. A session's id is public (`sid`); only the cookie's value opens it, and
 * only its digest is stored.
 *
 * @see OIDC Session Management; OIDC Core §2 (auth_time, acr, amr)
 */
export class SessionStore {
  private readonly findings: Batcher<WantedSession, FoundSession | undefined>

  constructor(private readonly database: Database) {
    this.findings = database.batched(
      { name: 'sessions-find-active', text: FIND_ACTIVE },
      (asked) => [
        asked.map(({ digest }) => digest),
        asked.map(({ now }) => now),
        asked.map(({ clientId }) => clientId),
      ],
      readFound,
      undefined,
    )
  }

  /** Begins a session. */
  async create(input: NewSession): Promise<Session> {
    return this.database.prisma.session.create({
      data: { ...input, digest: storableBytes(input.digest), lastSeenAt: input.createdAt },
    })
  }

  /**
   * The session that a cookie opens: neither ended nor expired, of a person who is not disabled.
   *
   * @param clientId whose grant is wanted with it
   */
  async findActive(digest: Uint8Array, now: Date, clientId?: string): Promise<FoundSession | undefined> {
    const named = clientId !== undefined && canBeKey(clientId) ? clientId : undefined
    return this.findings.add({ digest, now, clientId: named })
  }

  /** A session by its `sid`, in whatever state it is. */
  async findById(id: string): Promise<Session | undefined> {
    if (!isUuid(id)) return undefined
    return (await this.database.prisma.session.findUnique({ where: { id } })) ?? undefined
  }

  /**
   * Keeps the session and changes its cookie: the value from before opens nothing afterwards, so a planted one is
   * worthless. False when the session has ended.
   */
  async reauthenticate(id: string, change: Reauthentication): Promise<boolean> {
    const { count } = await this.database.prisma.session.updateMany({
      where: { id, endedAt: null },
      data: { ...change, digest: storableBytes(change.digest), lastSeenAt: change.authTime },
    })
    return count === 1
  }

  /** Notes that the session is in use; at most once a minute. */
  async touch(id: string, now: Date): Promise<void> {
    await this.database.execute(
      {
        name: 'session-touch',
        text: 'UPDATE sessions SET last_seen_at = $2 WHERE id = $1 AND last_seen_at <= $3',
      },
      [id, now, new Date(now.getTime() - LAST_SEEN_SECONDS * 1000)],
    )
  }

  /**
   * Ends a session for good. Its refresh families die with it, but for those with offline access (OIDC Core §11);
   * its living access tokens die by one entry that matches `sid`. False when it was ended before.
   */
  async end(id: string, now: Date, reason: string): Promise<boolean> {
    if (!isUuid(id)) return false
    return this.database.transaction(async (connection) => {
      const ended = await connection.query(
        'UPDATE sessions SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL',
        [id, now],
      )
      if (ended.rowCount === 0) return false
      await connection.query(revokeFamilies('session_id = $1 AND NOT offline'), [id, now, reason])
      await addRevocations(connection, [
        { claim: 'sid', value: id, revokedAt: now, expiresAt: revocationExpiry(now), reason },
      ])
      return true
    })
  }

  /** Living sessions, a page at a time. */
  async page(request: SessionListRequest, now: Date): Promise<ListPage<SessionRow>> {
    return sessionPage(this.database, request, now)
  }

  /** Ends what an admin selected, in one transaction with its audit event. */
  async endSelected(selection: SessionSelection, now: Date, report: Report<Ended>): Promise<Ended> {
    return endSelected(this.database, selection, now, report)
  }
}
