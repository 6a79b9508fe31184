import type { Database } from '../database.js'

/** An instance of an API, and how far it says that it got. */
export interface FeedFollowerRow {
  clientId: string
  clientName: string | null
  resource: string | null
  instance: string
  ipAddress: string | null
  position: string
  /** How many living entries follow its place. */
  behind: number
  firstHeardAt: Date
  lastHeardAt: Date
}

/** Instances kept of one client, so that a token that leaked cannot fill the table. */
const MOST_INSTANCES = 200
const MOST_SHOWN = 1_000

/** Who follows the revocation feed, by their own account. It never decides whether a token is accepted. */
export class FeedFollowerStore {
  constructor(private readonly database: Database) {}

  /** Notes the place up to which an instance applied everything. Of a client with too many, new ones are not noted. */
  async note(follower: {
    clientId: string
    instance: string
    ipAddress: string | undefined
    position: bigint
    now: Date
  }): Promise<void> {
    const { clientId, instance, ipAddress, position, now } = follower
    await this.database.execute(
      {
        name: 'feed-follower-note',
        text: `INSERT INTO feed_followers (client_id, instance, ip_address, position, first_heard_at, last_heard_at)
          SELECT $1, $2::uuid, $3, $4, $5::timestamptz, $5::timestamptz
          WHERE (SELECT count(*) FROM feed_followers WHERE client_id = $1) < ${MOST_INSTANCES}
            OR EXISTS (SELECT 1 FROM feed_followers WHERE client_id = $1 AND instance = $2::uuid)
          ON CONFLICT (client_id, instance) DO UPDATE SET position = excluded.position,
            ip_address = excluded.ip_address, last_heard_at = excluded.last_heard_at`,
      },
      [clientId, instance, ipAddress ?? null, position.toString(), now],
    )
  }

  /** The newest place in the list, and everybody who was heard of since. */
  async list(since: Date, now: Date): Promise<{ newest: string; followers: FeedFollowerRow[] }> {
    const { rows: followers } = await this.database.pool.query<FeedFollowerRow>(
      `SELECT f.client_id AS "clientId", c.name AS "clientName", c.resource_server_for AS resource, f.instance,
         f.ip_address AS "ipAddress", f.position::text, f.first_heard_at AS "firstHeardAt",
         f.last_heard_at AS "lastHeardAt",
         (SELECT count(*)::int FROM revocations r WHERE r.sequence > f.position AND r.expires_at > $2) AS behind
       FROM feed_followers f LEFT JOIN clients c ON c.client_id = f.client_id
       WHERE f.last_heard_at > $1 ORDER BY c.name, f.client_id, f.first_heard_at, f.instance LIMIT ${MOST_SHOWN}`,
      [since, now],
    )
    const { rows } = await this.database.pool.query<{ newest: string }>(
      'SELECT coalesce(max(sequence), 0)::text AS newest FROM revocations',
    )
    return { newest: rows[0]?.newest ?? '0', followers }
  }
}
