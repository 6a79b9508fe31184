import { Injectable } from '@nestjs/common'
import { PassportStrategy } from '@nestjs/passport'
import { OAuthError } from '@gatehouse/protocol'
import type { AccessTokenClaims } from '@gatehouse/token-types'
import passport from 'passport'
import { Strategy } from 'passport-jwt'
import { KeySource } from '../issuer/key-source.js'
import { ResourceServerSettings } from '../resource-server-options.js'
import { assertAcceptable } from './token-claims.js'
import { readTokenHeader } from './token-header.js'

/**
 * Verifies a JWT access token with `passport-jwt`: header, then key, then signature, then claims.
 *
 * Never: registers with the process-wide passport, so that two applications in one process keep apart and nobody
 * can use the strategy without the guard's check for revocation.
 *
 * @see RFC 9068 §4
 */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, 'gatehouse-jwt') {
  constructor(
    private readonly settings: ResourceServerSettings,
    keys: KeySource,
  ) {
    super({
      jwtFromRequest: (request: unknown) => (request as { token: string }).token,
      secretOrKeyProvider: (_request, token: string, done) => {
        findKey(keys, token, settings.algorithms).then(
          // A KeyObject spares parsing a PEM string per token; jsonwebtoken takes one, @types/passport-jwt lags behind.
          (key) => done(null, key as unknown as Buffer),
          (error: unknown) => done(error),
        )
      },
      algorithms: [...settings.algorithms],
      // Time is judged with the claims, by the injected clock.
      ignoreExpiration: true,
      jsonWebTokenOptions: { ignoreNotBefore: true },
    })
  }

  /** The claims of a token. @throws OAuthError `invalid_token`, `temporarily_unavailable` */
  verify(token: string): Promise<AccessTokenClaims> {
    return new Promise((resolve, reject) => {
      const attempt = Object.create(this) as AccessTokenStrategy
      attempt.success = (claims) => resolve(claims as AccessTokenClaims)
      attempt.fail = (reason: unknown) => reject(reason instanceof OAuthError ? reason : unverifiable(reason))
      attempt.error = (reason: unknown) => reject(reason instanceof Error ? reason : unverifiable(reason))
      attempt.authenticate({ token } as unknown as Parameters<AccessTokenStrategy['authenticate']>[0])
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

async function findKey(keys: KeySource, token: string, algorithms: readonly string[]) {
  return keys.find(readTokenHeader(token, algorithms))
}

function unverifiable(cause: unknown): OAuthError {
  return new OAuthError('invalid_token', {
    description: 'The signature of the access token does not hold.',
    cause,
  })
}
