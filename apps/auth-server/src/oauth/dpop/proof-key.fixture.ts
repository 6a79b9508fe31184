import { createHash, randomUUID } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose'
import { ISSUER, type TestingApp } from '../../testing-app.fixture.js'

const TOKEN_ENDPOINT = `${ISSUER}/oauth2/token`
const USERINFO_ENDPOINT = `${ISSUER}/oauth2/userinfo`

/** What differs from a right proof; undefined leaves a member out. */
export interface ProofChange {
  payload?: Record<string, unknown>
  header?: Record<string, unknown>
}

/** A client's key, and proofs of it made by another implementation than the server's own. */
export class ProofKey {
  private constructor(
    private readonly test: TestingApp,
    private readonly alg: string,
    private readonly privateKey: CryptoKey,
    readonly publicJwk: JWK,
    readonly privateJwk: JWK,
    readonly jkt: string,
  ) {}

  static async make(test: TestingApp, alg = 'ES256'): Promise<ProofKey> {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
    const publicJwk = await exportJWK(publicKey)
    const jkt = await calculateJwkThumbprint(publicJwk)
    return new ProofKey(test, alg, privateKey, publicJwk, await exportJWK(privateKey), jkt)
  }

  /** A proof for the token endpoint, now. */
  proof({ payload, header }: ProofChange = {}): Promise<string> {
    const claims = {
      jti: randomUUID(),
      htm: 'POST',
      htu: TOKEN_ENDPOINT,
      iat: this.test.clock.now().getTime() / 1000,
      ...payload,
    }
    return new SignJWT(claims)
      .setProtectedHeader({ alg: this.alg, typ: 'dpop+jwt', jwk: this.publicJwk, ...header })
      .sign(this.privateKey)
  }

  /** The header of a request to the token endpoint. */
  async header(change?: ProofChange): Promise<{ dpop: string }> {
    return { dpop: await this.proof(change) }
  }

  /** The headers of a GET of the userinfo endpoint. */
  async presenting(accessToken: string, { payload, header }: ProofChange = {}) {
    const ath = createHash('sha256').update(accessToken).digest('base64url')
    const about = { htm: 'GET', htu: USERINFO_ENDPOINT, ath }
    const dpop = await this.proof({ payload: { ...about, ...payload }, ...(header && { header }) })
    return { authorization: `DPoP ${accessToken}`, dpop }
  }
}
