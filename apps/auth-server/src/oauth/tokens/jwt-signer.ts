import { Injectable } from '@nestjs/common'
import { JwtService } from '@nestjs/jwt'
import type { SigningAlg } from '@gatehouse/token-types'
import { Keyring } from '../keys/keyring.js'

/**
 * Signs JWTs with the active key of an algorithm. The key goes in as a `KeyObject`: a PEM string would be parsed at
 * each call, which costs more than the signature.
 */
@Injectable()
export class JwtSigner {
  constructor(
    private readonly keyring: Keyring,
    private readonly jwt: JwtService,
  ) {}

  /**
   * @param typ the `typ` header; `at+jwt` for access tokens (RFC 9068 §2.1), `JWT` otherwise
   * @param payload holds its `iat`: left out, the library would read the machine's clock
   */
  sign(alg: SigningAlg, typ: string, payload: { iat: number }): Promise<string> {
    const { kid, privateKey } = this.keyring.signingKey(alg)
    return this.jwt.signAsync(payload, { privateKey, algorithm: alg, header: { alg, typ, kid } })
  }
}
