import { generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto'
import { ACCESS_TOKEN_TYP, type AccessTokenClaims } from '@gatehouse/token-types'
import type { KeySet } from '../issuer/verification-key.js'
import type { ResourceServerOptions } from '../resource-server-options.js'

/** What a test token says beyond its defaults. */
export interface TestToken {
  audience: string
  /** Default `test-client`. */
  clientId?: string
  scopes?: readonly string[]
  roles?: readonly string[]
  /** Default 900. Negative for a token that has expired. */
  expiresInSeconds?: number
  /** Claims that replace or complete the others; `undefined` takes one away. */
  claims?: { [claim: string]: unknown }
  /** Header members that replace or complete the others. */
  header?: { [member: string]: unknown }
}

/**
 * An issuer in the test's own process: keys and access tokens without a server.
 *
 * @example
 * ```ts
 * const issuer = new TestIssuer()
 * const audience = 'https://api.example.com'
 * const module = await Test.createTestingModule({
 *   imports: [ResourceServerModule.forRoot(issuer.optionsFor(audience))],
 * }).compile()
 * const token = issuer.userToken('person-1', { audience, scopes: ['accounts:read'] })
 * ```
 */
export class TestIssuer {
  readonly issuer: string
  private readonly now: () => Date
  private keys: { kid: string; privateKey: KeyObject; publicKey: KeyObject }[] = []

  /** `issuer` defaults to `https://issuer.test`, `now` to the system's clock. */
  constructor(options: { issuer?: string; now?: () => Date } = {}) {
    this.issuer = options.issuer ?? 'https://issuer.test'
    this.now = options.now ?? (() => new Date())
    this.rotate()
  }

  /** The public keys, for `ResourceServerOptions.jwks` or a JWKS endpoint of the test's own. */
  get jwks(): KeySet {
    return {
      keys: this.keys.map(({ kid, publicKey }) => ({
        ...publicKey.export({ format: 'jwk' }),
        kid,
        use: 'sig',
        alg: 'ES256',
      })),
    }
  }

  /** Signs with a new ES256 key from now on; the former stays published. */
  rotate(): void {
    this.keys = [{ kid: randomUUID(), ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) }, ...this.keys]
  }

  /** Options of a resource server that trusts this issuer, fetches nothing and knows no revocation. */
  optionsFor(audience: string): ResourceServerOptions {
    return { issuer: this.issuer, audience, jwks: this.jwks, revocation: 'none', now: this.now }
  }

  /** A token of a person, with a session and a grant behind it. */
  userToken(subject: string, token: TestToken): string {
    return this.accessToken({ sub: subject, sid: randomUUID(), gid: randomUUID() }, token)
  }

  /** A token that a client got for itself (RFC 6749 §4.4). */
  clientToken(clientId: string, token: Omit<TestToken, 'clientId'>): string {
    return this.accessToken({ sub: clientId }, { ...token, clientId })
  }

  /** A JWT of exactly this header and payload, signed with ES256: also what no honest issuer would sign. */
  sign(header: object, payload: object): string {
    const input = [header, payload]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    const signature = sign('sha256', Buffer.from(input), {
      key: this.current.privateKey,
      dsaEncoding: 'ieee-p1363',
    })
    return `${input}.${signature.toString('base64url')}`
  }

  private get current() {
    const [key] = this.keys
    if (!key) throw new Error('The test issuer has no key')
    return key
  }

  private accessToken(claims: Partial<AccessTokenClaims>, token: TestToken): string {
    const issuedAt = Math.floor(this.now().getTime() / 1000)
    const payload = {
      iss: this.issuer,
      aud: token.audience,
      iat: issuedAt,
      exp: issuedAt + (token.expiresInSeconds ?? 900),
      jti: randomUUID(),
      client_id: token.clientId ?? 'test-client',
      scope: token.scopes?.join(' ') || undefined,
      roles: token.roles,
      ...claims,
      ...token.claims,
    }
    return this.sign({ typ: ACCESS_TOKEN_TYP, alg: 'ES256', kid: this.current.kid, ...token.header }, payload)
  }
}
