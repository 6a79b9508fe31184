/** The tables of the floor: what single use, rotation and revocation need, and no more. */
export const SCHEMA = `
  CREATE TABLE clients (client_id text PRIMARY KEY, secret_digest bytea NOT NULL, redirect_uris text[] NOT NULL,
    scopes text[] NOT NULL, resource text NOT NULL);
  CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL UNIQUE);
  CREATE TABLE sessions (digest bytea PRIMARY KEY, user_id uuid NOT NULL, auth_time timestamptz NOT NULL,
    expires_at timestamptz NOT NULL);
  CREATE TABLE codes (digest bytea PRIMARY KEY, client_id text NOT NULL, user_id uuid NOT NULL, redirect_uri text NOT NULL,
    challenge text NOT NULL, scope text NOT NULL, auth_time timestamptz NOT NULL, expires_at timestamptz NOT NULL,
    redeemed_at timestamptz, family_id uuid);
  CREATE TABLE families (id uuid PRIMARY KEY, client_id text NOT NULL, user_id uuid NOT NULL, scope text NOT NULL,
    auth_time timestamptz NOT NULL, revoked_at timestamptz);
  CREATE TABLE refresh_tokens (digest bytea PRIMARY KEY, family_id uuid NOT NULL REFERENCES families,
    expires_at timestamptz NOT NULL, redeemed_at timestamptz);
  CREATE INDEX ON refresh_tokens (family_id);
  CREATE TABLE revoked (jti text PRIMARY KEY, expires_at timestamptz NOT NULL)`

const AUTHORIZE = `
  INSERT INTO codes (digest, client_id, user_id, redirect_uri, challenge, scope, auth_time, expires_at)
  SELECT $2, $3, user_id, $4, $5, $6, auth_time, now() + interval '60 s' FROM sessions
  WHERE digest = $1 AND expires_at > now() RETURNING 1`

/** Everything is checked by the statement that consumes, so that a refused request burns nothing. */
const REDEEM = `
  WITH redeemed AS (
    UPDATE codes SET redeemed_at = now(), family_id = $5 WHERE digest = $1 AND client_id = $2 AND redirect_uri = $3
      AND challenge = $4 AND redeemed_at IS NULL AND expires_at > now()
    RETURNING client_id, user_id, scope, auth_time
  ),
  family AS (INSERT INTO families (id, client_id, user_id, scope, auth_time) SELECT $5, r.* FROM redeemed r),
  token AS (
    INSERT INTO refresh_tokens (digest, family_id, expires_at) SELECT $6, $5, now() + interval '14 d' FROM redeemed
  )
  SELECT * FROM redeemed`

const ROTATE = `
  WITH redeemed AS (
    UPDATE refresh_tokens t SET redeemed_at = now() FROM families f WHERE t.digest = $1 AND f.id = t.family_id
      AND f.client_id = $2 AND f.revoked_at IS NULL AND t.redeemed_at IS NULL AND t.expires_at > now()
    RETURNING t.family_id, f.user_id, f.scope, f.auth_time
  ),
  token AS (
    INSERT INTO refresh_tokens (digest, family_id, expires_at) SELECT $3, family_id, now() + interval '14 d' FROM redeemed
  )
  SELECT * FROM redeemed`

const REVOKE_FAMILY_OF_CODE = `UPDATE families f SET revoked_at = now() FROM codes c
  WHERE c.digest = $1 AND c.client_id = $2 AND f.id = c.family_id AND f.revoked_at IS NULL`

const REVOKE_FAMILY_OF_TOKEN = `UPDATE families f SET revoked_at = now() FROM refresh_tokens t
  WHERE t.digest = $1 AND f.id = t.family_id AND f.client_id = $2 AND f.revoked_at IS NULL`

const FIND_REFRESH = `SELECT f.user_id, f.scope FROM refresh_tokens t JOIN families f ON f.id = t.family_id
  WHERE t.digest = $1 AND f.client_id = $2 AND f.revoked_at IS NULL AND t.redeemed_at IS NULL AND t.expires_at > now()`

/** Each is parsed and planned once for a connection. */
export const STATEMENTS = {
  authorize: AUTHORIZE,
  redeem: REDEEM,
  rotate: ROTATE,
  revokeFamilyOfCode: REVOKE_FAMILY_OF_CODE,
  revokeFamilyOfToken: REVOKE_FAMILY_OF_TOKEN,
  findRefresh: FIND_REFRESH,
  revoke: `INSERT INTO revoked (jti, expires_at) VALUES ($1, to_timestamp($2)) ON CONFLICT DO NOTHING`,
  isRevoked: 'SELECT 1 FROM revoked WHERE jti = $1',
  findUser: 'SELECT id, email FROM users WHERE id = $1',
}
