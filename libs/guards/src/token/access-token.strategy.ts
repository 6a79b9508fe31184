import { Injectable } from '@nestjs/common'
import { PassportStrategy } from '@nestjs/passport'
import type { AccessTokenClaims } from '@gatehouse/token-types'
import passport from 'passport'
import { KeySource } from '../issuer/key-source.js'
import { ResourceServerSettings } from '../resource-server-options.js'
import { SignedJwtStrategy } from './signed-jwt.strategy.js'
import { assertAcceptable } from './token-claims.js'
import { TokenHeaderReader, type SignedJwt } from './token-header.js'

/**
 * Verifies a JWT access token as a strategy of `passport-jwt`: header, then key, then signature, then claims.
 *
 * Never: registers with the process-wide passport, so that two applications in one process keep apart and nobody
 * can use the strategy without the guard's check for revocation.
 *
 * @see RFC 9068 §4
 */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(SignedJwtStrategy, 'gatehouse-jwt') {
  constructor(
    private readonly settings: ResourceServerSettings,
    keys: KeySource,
  ) {
    const headers = new TokenHeaderReader(settings.algorithms)
    super({
      jwtFromRequest: ({ token }) => token,
      secretOrKeyProvider: (_request, token, done) => {
        const header = headers.read(token)
        keys.find(header).then(
          (key) => done(null, { alg: header.alg, key }),
          (error: unknown) => done(error),
        )
      },
    })
  }

  /** The claims of a token. @throws OAuthError `invalid_token`, `temporarily_unavailable` */
  verify(token: SignedJwt): Promise<AccessTokenClaims> {
    return new Promise((resolve, reject) => {
      const attempt = Object.create(this) as AccessTokenStrategy
      attempt.success = (claims) => resolve(claims as AccessTokenClaims)
      attempt.fail = reject
      attempt.authenticate({ token })
    })
  }

  /** Judges the claims of a token whose signature holds. @throws OAuthError `invalid_token` */
  validate(payload: unknown): AccessTokenClaims {
    assertAcceptable(payload, this.settings, this.settings.now())
    return payload
  }

  /** The registry that `PassportStrategy` adds this strategy to: one of its own. */
  protected getPassportInstance(): passport.Authenticator {
    return new passport.Passport()
  }
}
