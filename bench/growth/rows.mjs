/*
 * Rows by the million, made by PostgreSQL itself. They look like those of years of use: many people, many families, some
 * refresh tokens in each, of which all but the last are redeemed.
 */

const TOKENS_OF_A_FAMILY = 5

/** @param {import('pg').Pool} pool @param {number} count people */
export async function addPeople(pool, count) {
  await pool.query(
    `INSERT INTO users (id, username, email, email_verified, updated_at)
     SELECT gen_random_uuid(), 'grown-' || n, 'grown-' || n || '@bench.example', true, now()
     FROM generate_series(1, $1) AS n`,
    [count],
  )
}

/**
 * @param {import('pg').Pool} pool
 * @param {object} wanted
 * @param {number} wanted.count tokens to add
 * @param {string} wanted.clientId
 * @param {string} wanted.expires when, as an interval from now: `14 days`, or `-1 hour` for what may be cleaned up
 */
export async function addRefreshTokens(pool, { count, clientId, expires }) {
  const families = Math.ceil(count / TOKENS_OF_A_FAMILY)
  await pool.query(
    `WITH family AS (
       INSERT INTO refresh_families (id, client_id, user_id, grant_id, session_id, offline, scope, acr, amr, auth_time,
         expires_at)
       SELECT gen_random_uuid(), $2, u.id, gen_random_uuid(), gen_random_uuid(), true, '{openid,offline_access}',
         'urn:gatehouse:acr:password', '{pwd}', now() - interval '1 day', now() + $3::interval
       FROM generate_series(1, $1) AS n, (SELECT id FROM users LIMIT 1) u RETURNING id
     )
     INSERT INTO refresh_tokens (digest, family_id, expires_at, access_token_id, access_token_expires_at, redeemed_at)
     SELECT sha256((family.id::text || n)::bytea), family.id, now() + $3::interval, gen_random_uuid()::text,
       now() - interval '1 hour', CASE WHEN n < $4 THEN now() - interval '1 hour' END
     FROM family, generate_series(1, $4) AS n`,
    [families, clientId, expires, TOKENS_OF_A_FAMILY],
  )
}

/** Ends some families, so that the lists of what ended find something. @param {import('pg').Pool} pool */
export async function endSome(pool) {
  await pool.query(
    `UPDATE refresh_families SET revoked_at = now(), revoked_reason = 'admin'
     WHERE id IN (SELECT id FROM refresh_families ORDER BY id LIMIT 20000)`,
  )
  await pool.query(
    `UPDATE refresh_tokens SET expires_at = now() - interval '1 second' WHERE redeemed_at IS NULL AND family_id IN (
       SELECT id FROM refresh_families WHERE revoked_at IS NULL ORDER BY id LIMIT 2000)`,
  )
}

/** Lets PostgreSQL know what it has, as autovacuum does after a while. @param {import('pg').Pool} pool */
export async function settle(pool) {
  await pool.query('VACUUM ANALYZE')
  await pool.query('CHECKPOINT')
}
