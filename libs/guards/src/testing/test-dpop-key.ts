import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { jwkThumbprint, sha256Base64url } from '@gatehouse/protocol'

/** What a test proof is about. */
export interface TestProof {
  method: string
  /** As the API knows itself: its `dpop.publicUrl` and the path. */
  url: string
  accessToken: string
  nonce?: string
  /** Default: the system's clock. */
  now?: Date
  /** Claims that replace or complete the others; `undefined` takes one away. */
  claims?: { [claim: string]: unknown }
  /** Header members that replace or complete the others. */
  header?: { [member: string]: unknown }
}

/**
 * A client's key for DPoP: makes proofs in the test's own process (RFC 9449 §4.2).
 *
 * @example
 * ```ts
 * const issuer = new TestIssuer()
 * const key = new TestDpopKey()
 * const audience = 'https://api.example.com'
 * const accessToken = issuer.userToken('person-1', { audience, claims: { cnf: { jkt: key.jkt } } })
 * const headers = {
 *   authorization: `DPoP ${accessToken}`,
 *   dpop: key.proof({ method: 'GET', url: `${audience}/accounts`, accessToken }),
 * }
 * ```
 */
export class TestDpopKey {
  private readonly pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  /** Public half. */
  readonly jwk = { ...this.pair.publicKey.export({ format: 'jwk' }) }
  /** Thumbprint: what a token that is bound to this key has in `cnf.jkt` (RFC 9449 §6.1). */
  readonly jkt = jwkThumbprint(this.jwk) ?? ''

  proof({ method, url, accessToken, nonce, now = new Date(), claims, header }: TestProof): string {
    const payload = {
      jti: randomUUID(),
      htm: method,
      htu: url,
      iat: Math.floor(now.getTime() / 1000),
      ath: sha256Base64url(accessToken),
      nonce,
      ...claims,
    }
    const input = [{ typ: 'dpop+jwt', alg: 'ES256', jwk: this.jwk, ...header }, payload]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    const key = { key: this.pair.privateKey, dsaEncoding: 'ieee-p1363' } as const
    return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`
  }
}
