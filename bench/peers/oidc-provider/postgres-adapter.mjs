import pg from 'pg'

/*
 * The adapter that the documentation asks production to bring: one table, every look-up by an index, each statement parsed
 * and planned once for a connection.
 */

const SCHEMA = `
  CREATE TABLE oidc_payloads (id text NOT NULL, model text NOT NULL, payload jsonb NOT NULL, grant_id text, uid text,
    user_code text, expires_at timestamptz, consumed_at timestamptz, PRIMARY KEY (model, id));
  CREATE INDEX ON oidc_payloads (grant_id) WHERE grant_id IS NOT NULL;
  CREATE INDEX ON oidc_payloads (uid) WHERE uid IS NOT NULL;
  CREATE INDEX ON oidc_payloads (user_code) WHERE user_code IS NOT NULL;
  CREATE INDEX ON oidc_payloads (expires_at)`

const FOUND = `SELECT payload, expires_at AS "expiresAt", consumed_at AS "consumedAt" FROM oidc_payloads`

/** @param {string} url @returns {Promise<new (model: string) => object>} the adapter's class, with its table made */
export async function postgresAdapter(url) {
  const pool = new pg.Pool({ connectionString: url, max: 20 })
  await pool.query(SCHEMA)

  return class PostgresAdapter {
    constructor(model) {
      this.model = model
    }

    async upsert(id, payload, expiresIn) {
      const expiresAt = expiresIn ? new Date(Date.now() + expiresIn * 1000) : null
      await pool.query({
        name: 'upsert',
        text: `INSERT INTO oidc_payloads (model, id, payload, grant_id, uid, user_code, expires_at)
          VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (model, id) DO UPDATE SET payload = excluded.payload,
          grant_id = excluded.grant_id, uid = excluded.uid, user_code = excluded.user_code, expires_at = excluded.expires_at`,
        values: [
          ...[this.model, id, JSON.stringify(payload)],
          ...[payload.grantId ?? null, payload.uid ?? null, payload.userCode ?? null, expiresAt],
        ],
      })
    }

    find(id) {
      return this.#first({
        name: 'find',
        text: `${FOUND} WHERE model = $1 AND id = $2`,
        values: [this.model, id],
      })
    }

    findByUid(uid) {
      const text = `${FOUND} WHERE model = $1 AND uid = $2`
      return this.#first({ name: 'find-by-uid', text, values: [this.model, uid] })
    }

    findByUserCode(userCode) {
      const text = `${FOUND} WHERE model = $1 AND user_code = $2`
      return this.#first({ name: 'find-by-user-code', text, values: [this.model, userCode] })
    }

    async #first(query) {
      const { rows } = await pool.query(query)
      const [row] = rows
      if (!row || (row.expiresAt && row.expiresAt < new Date())) return undefined
      if (!row.consumedAt) return row.payload
      return { ...row.payload, consumed: Math.floor(row.consumedAt.getTime() / 1000) }
    }

    async consume(id) {
      const text = 'UPDATE oidc_payloads SET consumed_at = now() WHERE model = $1 AND id = $2'
      await pool.query({ name: 'consume', text, values: [this.model, id] })
    }

    async destroy(id) {
      const text = 'DELETE FROM oidc_payloads WHERE model = $1 AND id = $2'
      await pool.query({ name: 'destroy', text, values: [this.model, id] })
    }

    async revokeByGrantId(grantId) {
      const text = 'DELETE FROM oidc_payloads WHERE grant_id = $1'
      await pool.query({ name: 'revoke', text, values: [grantId] })
    }
  }
}
