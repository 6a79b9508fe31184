import { hash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { STATEMENTS } from './schema.mjs'

const secret = () => randomBytes(32).toString('base64url')
const digest = (/** @type {string} */ value) => hash('sha256', value, 'buffer')

/** What the floor refuses, as RFC 6749 §5.2 has it. */
export class Refusal extends Error {
  /** @param {string} code @param {number} [status] */
  constructor(code, status = 400) {
    super(code)
    this.status = status
  }
}

/**
 * The least that answers each request honestly: a client that proves who it is, a code and a refresh token that are good
 * once, PKCE, reuse that ends the family, tokens that are signed and digests that are stored.
 */
export class FloorProvider {
  /** @type {Map<string, { secretDigest: Buffer, redirectUris: string[], scopes: string[], resource: string }>} */
  #clients = new Map()

  /** @param {import('pg').Pool} pool @param {import('./signed-tokens.mjs').SignedTokens} tokens */
  constructor(pool, tokens) {
    this.pool = pool
    this.tokens = tokens
  }

  /** @param {keyof typeof STATEMENTS} name @param {unknown[]} values @returns {Promise<any[]>} */
  async #run(name, values) {
    return (await this.pool.query({ name, text: STATEMENTS[name], values })).rows
  }

  /** @param {string | undefined} clientId */
  async #client(clientId) {
    const known = this.#clients.get(clientId ?? '')
    if (known) return known
    const { rows } = await this.pool.query('SELECT * FROM clients WHERE client_id = $1', [clientId])
    if (!rows[0]) throw new Refusal('invalid_client', 401)
    const { secret_digest: secretDigest, redirect_uris: redirectUris, scopes, resource } = rows[0]
    const client = { secretDigest, redirectUris, scopes, resource }
    this.#clients.set(clientId ?? '', client)
    return client
  }

  /** @param {string | undefined} authorization */
  async authenticate(authorization = '') {
    const [clientId, given = ''] = Buffer.from(authorization.slice(6), 'base64').toString('utf8').split(':')
    const client = await this.#client(clientId)
    if (!timingSafeEqual(digest(given), client.secretDigest)) throw new Refusal('invalid_client', 401)
    return { clientId: String(clientId), ...client }
  }

  /** @param {Record<string, string>} query @param {string | undefined} session value of the cookie */
  async authorize(query, session = '') {
    const { client_id: clientId, redirect_uri: uri = '', scope = '', code_challenge: challenge } = query
    const client = await this.#client(clientId)
    const allowed = scope.split(' ').every((name) => client.scopes.includes(name))
    const isRight = query['response_type'] === 'code' && query['code_challenge_method'] === 'S256'
    if (!client.redirectUris.includes(uri) || !allowed || !isRight || challenge?.length !== 43)
      throw new Refusal('invalid_request')
    const code = secret()
    const made = await this.#run('authorize', [
      digest(session),
      digest(code),
      clientId,
      uri,
      challenge,
      scope,
    ])
    if (!made.length) throw new Refusal('login_required')
    const answer = new URLSearchParams({ code, state: query['state'] ?? '', iss: this.tokens.issuer })
    return `${uri}?${answer.toString()}`
  }

  /** @param {Record<string, string>} form @param {string | undefined} authorization */
  async token(form, authorization) {
    const client = await this.authenticate(authorization)
    switch (form['grant_type']) {
      case 'client_credentials':
        return this.#clientCredentials(client, form)
      case 'authorization_code':
        return this.#exchange(client, form)
      case 'refresh_token':
        return this.#refresh(client, form)
      default:
        throw new Refusal('unsupported_grant_type')
    }
  }

  /** @param {Awaited<ReturnType<FloorProvider['authenticate']>>} client @param {Record<string, string>} form */
  #clientCredentials(client, { scope = '' }) {
    if (!scope.split(' ').every((name) => client.scopes.includes(name))) throw new Refusal('invalid_scope')
    const { clientId, resource: audience } = client
    const accessToken = this.tokens.accessToken({ subject: clientId, clientId, audience, scope })
    return { access_token: accessToken, token_type: 'Bearer', expires_in: 900, scope }
  }

  /** @param {Awaited<ReturnType<FloorProvider['authenticate']>>} client @param {Record<string, string>} form */
  async #exchange(client, { code = '', redirect_uri: uri, code_verifier: verifier = '' }) {
    const refreshToken = secret()
    const challenge = hash('sha256', verifier, 'base64url')
    const values = [digest(code), client.clientId, uri, challenge, randomUUID(), digest(refreshToken)]
    const [row] = await this.#run('redeem', values)
    if (!row) {
      await this.#run('revokeFamilyOfCode', [digest(code), client.clientId])
      throw new Refusal('invalid_grant')
    }
    return this.#response(client, row, refreshToken)
  }

  /** @param {Awaited<ReturnType<FloorProvider['authenticate']>>} client @param {Record<string, string>} form */
  async #refresh(client, { refresh_token: presented = '' }) {
    const refreshToken = secret()
    const [row] = await this.#run('rotate', [digest(presented), client.clientId, digest(refreshToken)])
    if (!row) {
      await this.#run('revokeFamilyOfToken', [digest(presented), client.clientId])
      throw new Refusal('invalid_grant')
    }
    return this.#response(client, row, refreshToken)
  }

  /** @param {{ clientId: string, resource: string }} client @param {any} row @param {string} refreshToken */
  #response(
    { clientId, resource: audience },
    { user_id: subject, scope, auth_time: authTime },
    refreshToken,
  ) {
    const accessToken = this.tokens.accessToken({ subject, clientId, audience, scope })
    const idToken = this.tokens.idToken({ subject, clientId, authTime, accessToken })
    const times = { token_type: 'Bearer', expires_in: 900, scope }
    return { access_token: accessToken, ...times, refresh_token: refreshToken, id_token: idToken }
  }

  /** @param {string} token @param {string | undefined} authorization */
  async introspect(token, authorization) {
    const { clientId } = await this.authenticate(authorization)
    const claims = this.tokens.verified(token)
    if (claims) {
      const isDead =
        claims['client_id'] !== clientId || (await this.#run('isRevoked', [claims['jti']])).length > 0
      return isDead ? { active: false } : { active: true, token_type: 'Bearer', ...claims }
    }
    const [found] = await this.#run('findRefresh', [digest(token), clientId])
    return found
      ? { active: true, client_id: clientId, sub: found.user_id, scope: found.scope }
      : { active: false }
  }

  /** @param {string} token @param {string | undefined} authorization */
  async revoke(token, authorization) {
    const { clientId } = await this.authenticate(authorization)
    const claims = this.tokens.verified(token)
    if (claims?.['client_id'] === clientId) await this.#run('revoke', [claims['jti'], claims['exp']])
    else await this.#run('revokeFamilyOfToken', [digest(token), clientId])
  }

  /** @param {string | undefined} authorization */
  async userinfo(authorization = '') {
    const claims = this.tokens.verified(authorization.slice(7))
    if (!claims?.['scope'].includes('openid') || (await this.#run('isRevoked', [claims['jti']])).length)
      throw new Refusal('invalid_token', 401)
    const [user] = await this.#run('findUser', [claims['sub']])
    if (!user) throw new Refusal('invalid_token', 401)
    return { sub: user.id, email: user.email }
  }
}
