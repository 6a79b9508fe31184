import type { Database } from '../database.js'
import { auditOn, type NewAuditEvent } from './audit-store.js'

/** What the installation brought along, which counts for nothing that an admin did. */
export interface Bundled {
  clientIds: readonly string[]
  resources: readonly string[]
  /** Client whose API came along too. */
  resourceServer: string
}

/** What was done already of what a new installation needs. */
export interface SetUpFacts {
  hasClient: boolean
  hasSignIn: boolean
  hasResource: boolean
}

/** How the installation as a whole stands. */
export class InstallationStore {
  constructor(private readonly database: Database) {}

  /** When the first steps were put away, and when they were done. */
  async firstSteps(): Promise<{ skippedAt: Date | null; doneAt: Date | null }> {
    const row = await this.database.prisma.installation.findUnique({ where: { id: 1 } })
    return { skippedAt: row?.firstStepsSkippedAt ?? null, doneAt: row?.firstStepsDoneAt ?? null }
  }

  /** Puts the first steps away, or fetches them again. */
  async skipFirstSteps(skippedAt: Date | null, event: NewAuditEvent): Promise<void> {
    await this.database.transaction(async (connection) => {
      await connection.query(
        `INSERT INTO installation (id, first_steps_skipped_at) VALUES (1, $1)
         ON CONFLICT (id) DO UPDATE SET first_steps_skipped_at = excluded.first_steps_skipped_at`,
        [skippedAt],
      )
      await auditOn(connection, event)
    })
  }

  /** Remembers that all were done; the first time counts. */
  async finishFirstSteps(now: Date): Promise<void> {
    await this.database.pool.query(
      `INSERT INTO installation (id, first_steps_done_at) VALUES (1, $1) ON CONFLICT (id) DO UPDATE
       SET first_steps_done_at = coalesce(installation.first_steps_done_at, excluded.first_steps_done_at)`,
      [now],
    )
  }

  /** What is there beside what came along. A sign-in is one whose code such a client redeemed. */
  async setUpFacts({ clientIds, resources, resourceServer }: Bundled): Promise<SetUpFacts> {
    const { rows } = await this.database.pool.query<SetUpFacts>(
      `SELECT
         EXISTS (SELECT 1 FROM clients WHERE client_id <> ALL ($1)) AS "hasClient",
         EXISTS (SELECT 1 FROM usage_counts WHERE span = 'day' AND kind = 'token.issued'
           AND detail = 'authorization_code' AND client_id <> '' AND client_id <> ALL ($1)) AS "hasSignIn",
         EXISTS (SELECT 1 FROM resources r WHERE r.identifier <> ALL ($2) AND NOT EXISTS (
           SELECT 1 FROM clients c WHERE c.client_id = $3 AND c.resource_server_for = r.identifier)) AS "hasResource"`,
      [clientIds, resources, resourceServer],
    )
    return rows[0] ?? { hasClient: false, hasSignIn: false, hasResource: false }
  }
}
