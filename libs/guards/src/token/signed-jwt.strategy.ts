import { Strategy, type StrategyOptionsWithoutRequest, type VerifyCallback } from 'passport-jwt'
import { signedPayload, type NamedKey } from './signed-payload.js'
import type { SignedJwt } from './token-header.js'

/** What an attempt starts from: passport hands a request on, and this one holds the token alone. */
interface TokenRequest {
  token: SignedJwt
}

/** The options of passport-jwt that are used here. A key comes with the algorithm that it was found for. */
export interface SignedJwtOptions {
  jwtFromRequest: (request: TokenRequest) => SignedJwt
  secretOrKeyProvider: (
    request: TokenRequest,
    token: SignedJwt,
    done: (refusal: unknown, key?: NamedKey) => void,
  ) => void
}

/**
 * The strategy of `passport-jwt` with one step exchanged: `node:crypto` itself verifies the signature, where passport-jwt
 * has `jsonwebtoken`. Token, key and verdict come and go the way that passport-jwt defines.
 *
 * Enforces: what verifies is a `NamedKey`; a secret, or an algorithm that the provider did not let through, cannot.
 *
 * @see docs/adr/0025-signatures-by-node-crypto.md
 */
export class SignedJwtStrategy extends Strategy {
  constructor(
    private readonly options: SignedJwtOptions,
    private readonly judge: VerifyCallback,
  ) {
    // passport-jwt checks that all are given; its own types know secrets and PEM only.
    super(options as unknown as StrategyOptionsWithoutRequest, judge)
  }

  override authenticate(request: object): void {
    const { jwtFromRequest, secretOrKeyProvider } = this.options
    const token = jwtFromRequest(request as TokenRequest)
    try {
      secretOrKeyProvider(request as TokenRequest, token, (refusal, key) => {
        if (key) this.verifySignature(token, key)
        else this.fail(refusal, REFUSED)
      })
    } catch (refusal) {
      this.fail(refusal, REFUSED)
    }
  }

  private verifySignature(token: SignedJwt, key: NamedKey): void {
    let payload: unknown
    try {
      payload = signedPayload(token, key)
    } catch (refusal) {
      return this.fail(refusal, REFUSED)
    }
    this.judge(payload, (refusal: unknown, claims) =>
      claims ? this.success(claims) : this.fail(refusal, REFUSED),
    )
  }
}

/** Status that passport asks for with every failure; the guard answers by the refusal itself. */
const REFUSED = 401
