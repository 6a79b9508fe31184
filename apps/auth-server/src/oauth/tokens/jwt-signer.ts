import { sign } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { ACCESS_TOKEN_TYP, type SigningAlg } from '@gatehouse/token-types'
import { Keyring, type LoadedKey } from '../keys/keyring.js'
import { VerifiedSignatures } from './verified-signatures.js'

/**
 * Signs JWTs with the active key of an algorithm, in compact serialisation (RFC 7515 §7.1).
 *
 * An ES256 signature takes less than handing it to another thread and back; an RS256 one takes twenty times as long and
 * is made on the thread pool, so that others need not wait for it.
 *
 * @see docs/adr/0031-signing-with-node-crypto-on-the-hot-path.md
 */
@Injectable()
export class JwtSigner {
  private readonly heads = new WeakMap<LoadedKey, Map<string, string>>()

  constructor(
    private readonly keyring: Keyring,
    private readonly signatures: VerifiedSignatures,
  ) {}

  /**
   * @param typ the `typ` header; `at+jwt` for access tokens (RFC 9068 §2.1), `JWT` otherwise
   * @param payload holds its `iat`: here no clock is read
   */
  async sign(alg: SigningAlg, typ: string, payload: { iat: number }): Promise<string> {
    const key = this.keyring.signingKey(alg)
    const input = `${this.head(key, typ)}.${encoded(payload)}`
    const signature = alg === 'ES256' ? signEs256(input, key) : await signRs256(input, key)
    const token = `${input}.${signature.toString('base64url')}`
    if (typ === ACCESS_TOKEN_TYP) this.signatures.add(token, key)
    return token
  }

  /** The protected header, which is the same text for each token of a key and a type. */
  private head(key: LoadedKey, typ: string): string {
    let ofKey = this.heads.get(key)
    if (!ofKey) this.heads.set(key, (ofKey = new Map<string, string>()))
    let head = ofKey.get(typ)
    if (head === undefined) ofKey.set(typ, (head = encoded({ alg: key.alg, typ, kid: key.kid })))
    return head
  }
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** RFC 7518 §3.4: R and S, 32 bytes each, without the ASN.1 around them. */
function signEs256(input: string, { privateKey }: LoadedKey): Buffer {
  return sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })
}

/** RFC 7518 §3.3. */
function signRs256(input: string, { privateKey }: LoadedKey): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sign('sha256', Buffer.from(input), privateKey, (error, signature) => {
      if (error) reject(error)
      else resolve(signature)
    })
  })
}
