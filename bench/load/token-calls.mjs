import { createHash, randomBytes } from 'node:crypto'
import { header } from './connection.mjs'
import {
  API_SCOPE,
  CALLERS,
  CLIENT_ID,
  CLIENT_SECRET,
  FLOW_SCOPES,
  PEOPLE,
  REDIRECT_URI,
  RESOURCE,
} from './registration.mjs'
import { SignatureSample } from './signature-sample.mjs'

/** @typedef {import('./connection.mjs').Connection} Connection */
/** @typedef {import('../contenders/contenders.mjs').Contender} Contender */
/** @typedef {{ code: string, verifier: string }} Code */

const form = (/** @type {Record<string, string>} */ values) => new URLSearchParams(values).toString()

/** Pairs of verifier and challenge, made beforehand: the server computes its half at each redemption all the same. */
const PROOFS = Array.from({ length: 256 }, () => {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
})

/** An answer that is not the right one; ends the round. */
class WrongAnswer extends Error {
  /** @param {string} what @param {import('./connection.mjs').Answer} answer */
  constructor(what, answer) {
    super(`${what}: ${answer.status} ${answer.body.slice(0, 300)} ${header(answer.head, 'location') ?? ''}`)
  }
}

/**
 * The requests of OAuth 2.0 and OpenID Connect as one client sends them to one contender, each answer checked.
 */
export class TokenCalls {
  #authorization
  #next = 0
  #spare = CALLERS

  /** @param {Contender} contender */
  constructor(contender) {
    this.contender = contender
    this.paths = contender.paths
    this.signatures = new SignatureSample(contender)
    this.#authorization = `authorization: Basic ${Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString('base64')}\r\n`
    this.clientCredentialsForm = form({
      grant_type: 'client_credentials',
      scope: API_SCOPE,
      ...contender.resourceParameter,
    })
    this.authorizations = PROOFS.map(({ challenge }) =>
      this.#authorizationPath(challenge, FLOW_SCOPES, contender.resourceParameter),
    )
    const plainScopes = FLOW_SCOPES.filter((scope) => scope !== API_SCOPE)
    this.plainAuthorizations = PROOFS.map(({ challenge }) =>
      this.#authorizationPath(challenge, plainScopes, {}),
    )
  }

  /** RFC 6749 §4.4. @param {Connection} connection @returns {Promise<string>} an access token for the API */
  async clientCredentials(connection) {
    const tokens = await this.#token(connection, this.clientCredentialsForm, 'client credentials')
    await this.signatures.check(tokens.access_token, { aud: RESOURCE })
    return tokens.access_token
  }

  /**
   * An access token for another API than that of the bench.
   * @param {Connection} connection @param {string} resource @param {string} scope @returns {Promise<string>}
   */
  async clientCredentialsAt(connection, resource, scope) {
    const body = form({ grant_type: 'client_credentials', scope, resource })
    return (await this.#token(connection, body, 'client credentials')).access_token
  }

  /** An access token of the client itself that can be introspected and revoked. @param {Connection} connection */
  async revocableToken(connection) {
    const { plainTokens } = this.contender
    const plain = form({ grant_type: 'client_credentials' })
    const body = plainTokens ? plain : this.clientCredentialsForm
    return (await this.#token(connection, body, 'client credentials')).access_token
  }

  /**
   * The authorization request of a person who is signed in (RFC 6749 §4.1.1, RFC 7636 §4.3).
   * @param {Connection} connection @param {number} person @param {string[]} [paths] one for each proof
   * @returns {Promise<Code>}
   */
  async authorize(connection, person, paths = this.authorizations) {
    const at = this.#next++ % PROOFS.length
    const cookie = this.contender.cookies[person % PEOPLE]
    const answer = await connection.request('GET', paths[at] ?? '', {
      headers: `cookie: ${cookie}\r\n`,
    })
    const location = header(answer.head, 'location')
    const code = location?.startsWith(REDIRECT_URI) ? new URL(location).searchParams.get('code') : undefined
    if (!code) throw new WrongAnswer('authorization', answer)
    return { code, verifier: PROOFS[at]?.verifier ?? '' }
  }

  /**
   * An access token of a person that can be introspected and is good at the userinfo endpoint.
   * @param {Connection} connection @param {number} person @returns {Promise<string>}
   */
  async personalToken(connection, person) {
    const { plainTokens } = this.contender
    const code = await this.authorize(connection, person, plainTokens ? this.plainAuthorizations : undefined)
    if (!plainTokens) return (await this.exchange(connection, code)).access_token
    const answer = await this.#token(connection, this.#exchangeForm(code, {}), 'code exchange')
    return answer.access_token
  }

  /** RFC 6749 §4.1.3. @param {Connection} connection @param {Code} code */
  async exchange(connection, code) {
    const tokens = await this.#token(connection, this.#exchangeForm(code), 'code exchange')
    const { withoutIdTokens } = this.contender
    if (!tokens.refresh_token || (!tokens.id_token && !withoutIdTokens))
      throw new Error('code exchange: a token is missing')
    await this.signatures.check(tokens.access_token, { aud: RESOURCE })
    if (tokens.id_token) await this.signatures.check(tokens.id_token, { aud: CLIENT_ID })
    return tokens
  }

  /** A code that was redeemed once must be refused the second time (RFC 6749 §4.1.2). @param {Connection} connection */
  async requireSingleUse(connection) {
    const code = await this.authorize(connection, this.#spare++)
    await this.exchange(connection, code)
    const answer = await this.#post(connection, this.paths.token, this.#exchangeForm(code))
    if (answer.status < 400) throw new WrongAnswer('a code was redeemed twice', answer)
  }

  /** RFC 6749 §6, with rotation. @param {Connection} connection @param {string} token @returns {Promise<string>} the next */
  async refresh(connection, token) {
    const refreshForm = form({
      grant_type: 'refresh_token',
      refresh_token: token,
      ...this.contender.refreshParameter,
    })
    const tokens = await this.#token(connection, refreshForm, 'refresh')
    if (!tokens.refresh_token || tokens.refresh_token === token) throw new Error('refresh: no rotation')
    await this.signatures.check(tokens.access_token, { aud: RESOURCE })
    return tokens.refresh_token
  }

  /** RFC 7662. @param {Connection} connection @param {string} token @param {boolean} active what it must say */
  async introspect(connection, token, active) {
    const answer = await this.#post(connection, this.paths.introspect, `token=${encodeURIComponent(token)}`)
    const right = answer.status === 200 && answer.body.includes(`"active":${active}`)
    // Some answer a token that is dead with an error instead.
    if (!right && (active || answer.status === 200)) throw new WrongAnswer('introspection', answer)
  }

  /** RFC 7009. @param {Connection} connection @param {string} token @param {'access_token' | 'refresh_token'} kind */
  async revoke(connection, token, kind) {
    const answer = await this.#post(
      connection,
      this.paths.revoke,
      `token=${encodeURIComponent(token)}&token_type_hint=${kind}`,
    )
    if (answer.status !== 200) throw new WrongAnswer('revocation', answer)
  }

  /** OIDC Core §5.3. @param {Connection} connection @param {string} token */
  async userinfo(connection, token) {
    const headers = `authorization: Bearer ${token}\r\n`
    const answer = await connection.request('GET', this.paths.userinfo, { headers })
    if (answer.status !== 200 || !answer.body.includes('@bench.example'))
      throw new WrongAnswer('userinfo', answer)
  }

  /** @param {Connection} connection @param {string} path @param {string} sign what the document must hold */
  async document(connection, path, sign) {
    const answer = await connection.request('GET', path)
    if (answer.status !== 200 || !answer.body.includes(sign)) throw new WrongAnswer(path, answer)
  }

  /** @param {string} challenge @param {string[]} scopes @param {Record<string, string>} resource */
  #authorizationPath(challenge, scopes, resource) {
    const query = form({
      ...{ response_type: 'code', client_id: CLIENT_ID, redirect_uri: REDIRECT_URI, state: 'state' },
      ...{ scope: scopes.join(' '), code_challenge: challenge, code_challenge_method: 'S256' },
      ...resource,
    })
    return `${this.paths.authorize}?${query}`
  }

  /** @param {Code} code @param {Record<string, string>} [resource] */
  #exchangeForm({ code, verifier }, resource = this.contender.exchangeParameter) {
    const own = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: REDIRECT_URI,
      code_verifier: verifier,
    }
    return form({ ...own, ...resource })
  }

  /** @param {Connection} connection @param {string} body @param {string} what */
  async #token(connection, body, what) {
    const answer = await this.#post(connection, this.paths.token, body)
    if (answer.status !== 200) throw new WrongAnswer(what, answer)
    return JSON.parse(answer.body)
  }

  /** @param {Connection} connection @param {string} path @param {string} body */
  #post(connection, path, body) {
    return connection.request('POST', path, { headers: this.#authorization, body })
  }
}
