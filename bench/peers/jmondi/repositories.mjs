import { randomBytes, timingSafeEqual } from 'node:crypto'
import { DateInterval } from '@jmondi/oauth2-server'
import pg from 'pg'

/*
 * The repositories that the library asks its user to bring, on PostgreSQL: each look-up by an index, each statement parsed
 * and planned once for a connection.
 */

const SCHEMA = `
  CREATE TABLE clients (id text PRIMARY KEY, secret text NOT NULL, redirect_uris text[] NOT NULL, grants text[] NOT NULL,
    scopes text[] NOT NULL);
  CREATE TABLE users (id text PRIMARY KEY, email text NOT NULL);
  CREATE TABLE sessions (id text PRIMARY KEY, user_id text NOT NULL, expires_at timestamptz NOT NULL);
  CREATE TABLE codes (code text PRIMARY KEY, client_id text NOT NULL, user_id text NOT NULL, redirect_uri text, scopes text[]
    NOT NULL, challenge text, challenge_method text, expires_at timestamptz NOT NULL);
  CREATE TABLE tokens (access_token text PRIMARY KEY, access_token_expires_at timestamptz NOT NULL, refresh_token text
    UNIQUE, refresh_token_expires_at timestamptz, client_id text NOT NULL, user_id text, scopes text[] NOT NULL, code text);
  CREATE INDEX ON tokens (code) WHERE code IS NOT NULL`

const token = () => randomBytes(32).toString('base64url')
const scopesOf = (/** @type {string[]} */ names) => names.map((name) => ({ name }))
const namesOf = (/** @type {{ name: string }[]} */ scopes) => scopes.map(({ name }) => name)
const clientOf = (row) => ({
  id: row.id,
  name: row.id,
  secret: row.secret,
  redirectUris: row.redirect_uris,
  allowedGrants: row.grants,
  scopes: scopesOf(row.scopes),
})

const TOKEN = `SELECT t.*, c.secret, c.redirect_uris, c.grants, c.scopes AS client_scopes FROM tokens t
  JOIN clients c ON c.id = t.client_id`

function tokenOf(row) {
  return {
    accessToken: row.access_token,
    accessTokenExpiresAt: row.access_token_expires_at,
    refreshToken: row.refresh_token,
    refreshTokenExpiresAt: row.refresh_token_expires_at,
    client: clientOf({ ...row, id: row.client_id, scopes: row.client_scopes }),
    user: row.user_id === null ? null : { id: row.user_id },
    scopes: scopesOf(row.scopes),
    originatingAuthCodeId: row.code ?? undefined,
  }
}

/** @param {string} url @param {string[]} scopes that exist @returns {Promise<any>} everything that the library needs */
export async function repositories(url, scopes) {
  const pool = new pg.Pool({ connectionString: url, max: 20 })
  await pool.query(SCHEMA)
  const run = async (name, text, values) => (await pool.query({ name, text, values })).rows
  const one = async (name, text, values) => {
    const [row] = await run(name, text, values)
    if (!row) throw new Error(`${name}: not found`)
    return row
  }

  const clients = {
    getByIdentifier: async (id) => clientOf(await one('client', 'SELECT * FROM clients WHERE id = $1', [id])),
    isClientValid: async (grant, client, secret = '') => {
      const [given, own] = [Buffer.from(secret), Buffer.from(client.secret)]
      return (
        client.allowedGrants.includes(grant) && given.length === own.length && timingSafeEqual(given, own)
      )
    },
  }
  const tokens = {
    issueToken: async (client, tokenScopes, user) => ({
      accessToken: token(),
      accessTokenExpiresAt: new DateInterval('15m').getEndDate(),
      refreshToken: null,
      refreshTokenExpiresAt: null,
      client,
      user,
      scopes: tokenScopes,
    }),
    issueRefreshToken: async (accessToken) => {
      accessToken.refreshToken = token()
      accessToken.refreshTokenExpiresAt = new DateInterval('14d').getEndDate()
      await tokens.persist(accessToken)
      return accessToken
    },
    persist: async (given) => {
      await run(
        'persist',
        `INSERT INTO tokens VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (access_token) DO UPDATE SET
          access_token_expires_at = excluded.access_token_expires_at, refresh_token = excluded.refresh_token,
          refresh_token_expires_at = excluded.refresh_token_expires_at`,
        [
          ...[given.accessToken, given.accessTokenExpiresAt, given.refreshToken, given.refreshTokenExpiresAt],
          ...[given.client.id, given.user?.id, namesOf(given.scopes), given.originatingAuthCodeId],
        ],
      )
    },
    revoke: async (given) => {
      const text = `UPDATE tokens SET access_token_expires_at = 'epoch', refresh_token_expires_at = 'epoch'
        WHERE access_token = $1`
      await run('revoke', text, [given.accessToken])
    },
    revokeDescendantsOf: async (code) => {
      const text = `UPDATE tokens SET access_token_expires_at = 'epoch', refresh_token_expires_at = 'epoch'
        WHERE code = $1`
      await run('revoke-descendants', text, [code])
    },
    isRefreshTokenRevoked: async (given) => Date.now() > (given.refreshTokenExpiresAt?.getTime() ?? 0),
    getByRefreshToken: async (given) =>
      tokenOf(await one('by-refresh', `${TOKEN} WHERE refresh_token = $1`, [given])),
    getByAccessToken: async (given) =>
      tokenOf(await one('by-access', `${TOKEN} WHERE access_token = $1`, [given])),
  }
  const codes = {
    issueAuthCode: (client, user, codeScopes) => ({
      code: token(),
      redirectUri: null,
      codeChallenge: null,
      codeChallengeMethod: null,
      expiresAt: new DateInterval('1m').getEndDate(),
      client,
      user,
      scopes: codeScopes,
    }),
    persist: async (given) => {
      await run('code-persist', 'INSERT INTO codes VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', [
        ...[given.code, given.client.id, given.user.id, given.redirectUri, namesOf(given.scopes)],
        ...[given.codeChallenge, given.codeChallengeMethod, given.expiresAt],
      ])
    },
    getByIdentifier: async (code) => {
      const text = `SELECT o.*, c.secret, c.redirect_uris, c.grants, c.scopes AS client_scopes FROM codes o
        JOIN clients c ON c.id = o.client_id WHERE code = $1`
      const row = await one('code', text, [code])
      return {
        code: row.code,
        redirectUri: row.redirect_uri,
        codeChallenge: row.challenge,
        codeChallengeMethod: row.challenge_method,
        expiresAt: row.expires_at,
        client: clientOf({ ...row, id: row.client_id, scopes: row.client_scopes }),
        user: { id: row.user_id },
        scopes: scopesOf(row.scopes),
      }
    },
    isRevoked: async (code) => {
      const row = await one('code-revoked', 'SELECT expires_at FROM codes WHERE code = $1', [code])
      return Date.now() > row.expires_at.getTime()
    },
    revoke: async (code) => {
      await run('code-revoke', `UPDATE codes SET expires_at = 'epoch' WHERE code = $1`, [code])
    },
  }
  const users = {
    getUserByCredentials: async (id) => {
      const row = await one('user', 'SELECT * FROM users WHERE id = $1', [id])
      return { id: row.id, email: row.email }
    },
  }
  const known = {
    getAllByIdentifiers: async (names) => scopesOf(names.filter((name) => scopes.includes(name))),
    finalize: async (asked, _grant, client) =>
      asked.filter(({ name }) => namesOf(client.scopes).includes(name)),
  }
  const userOfSession = async (id) => {
    const text = `SELECT u.* FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = $1 AND s.expires_at > now()`
    return (await run('session', text, [id]))[0]
  }
  return { pool, clients, tokens, codes, users, scopes: known, userOfSession }
}
