import { generateKeyPairSync, hash, randomUUID, sign, verify } from 'node:crypto'

const LIFETIME_SECONDS = 900
const MOST_REMEMBERED = 10_000

const encode = (/** @type {object} */ value) => Buffer.from(JSON.stringify(value)).toString('base64url')
const seconds = () => Math.floor(Date.now() / 1000)

/** Signs and verifies with one key that was imported once, and remembers what it verified. */
export class SignedTokens {
  #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  #heads = new Map()
  #verified = new Map()

  /** @param {string} issuer */
  constructor(issuer) {
    this.issuer = issuer
    const jwk = this.#keys.publicKey.export({ format: 'jwk' })
    this.jwks = { keys: [{ ...jwk, kid: 'floor', alg: 'ES256', use: 'sig' }] }
    for (const typ of ['at+jwt', 'JWT']) this.#heads.set(typ, encode({ alg: 'ES256', typ, kid: 'floor' }))
  }

  /** @param {{ subject: string, clientId: string, audience: string, scope: string }} grant */
  accessToken({ subject, clientId, audience, scope }) {
    const times = { iat: seconds(), exp: seconds() + LIFETIME_SECONDS }
    const claims = { iss: this.issuer, sub: subject, aud: audience, client_id: clientId, scope }
    return this.#sign('at+jwt', { ...claims, ...times, jti: randomUUID() })
  }

  /** @param {{ subject: string, clientId: string, authTime: Date, accessToken: string }} grant */
  idToken({ subject, clientId, authTime, accessToken }) {
    const times = { iat: seconds(), exp: seconds() + LIFETIME_SECONDS }
    const left = hash('sha256', accessToken, 'buffer').subarray(0, 16).toString('base64url')
    const claims = { iss: this.issuer, sub: subject, aud: clientId, auth_time: Math.floor(+authTime / 1000) }
    return this.#sign('JWT', { ...claims, ...times, at_hash: left })
  }

  /** @param {string} token @returns {Record<string, any> | undefined} the claims of a living access token */
  verified(token) {
    const claims = this.#verified.get(token) ?? this.#verify(token)
    return claims && claims.exp > seconds() ? claims : undefined
  }

  /** @param {string} typ @param {object} claims */
  #sign(typ, claims) {
    const input = `${this.#heads.get(typ)}.${encode(claims)}`
    const key = { key: this.#keys.privateKey, dsaEncoding: /** @type {const} */ ('ieee-p1363') }
    return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`
  }

  /** @param {string} token */
  #verify(token) {
    const [head, payload, signature = ''] = token.split('.')
    if (head !== this.#heads.get('at+jwt')) return undefined
    const key = { key: this.#keys.publicKey, dsaEncoding: /** @type {const} */ ('ieee-p1363') }
    const signed = Buffer.from(`${head}.${payload}`)
    if (!verify('sha256', signed, key, Buffer.from(signature, 'base64url'))) return undefined
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString('utf8'))
    if (this.#verified.size >= MOST_REMEMBERED) this.#verified.clear()
    this.#verified.set(token, claims)
    return claims
  }
}
