import type { CanActivate, ExecutionContext } from '@nestjs/common'
import { Injectable } from '@nestjs/common'
import { OAuthError, sha256Base64url } from '@gatehouse/protocol'
import type { AccessTokenClaims } from '@gatehouse/token-types'
import { keepAccess } from './access.js'
import { accessRuleOf } from './access-rule.js'
import { KeySource } from './issuer/key-source.js'
import { presentedToken, type TokenCarrier } from './presented-token.js'
import { principalOf } from './principal.js'
import { Refusals } from './refusals.js'
import { findUnmet } from './requirement.js'
import { ResourceServerSettings } from './resource-server-options.js'
import { RevocationSource } from './revocation/revocation-source.js'
import { AccessTokenStrategy } from './token/access-token.strategy.js'
import { assertAcceptable } from './token/token-claims.js'
import { VerifiedTokens } from './token/verified-tokens.js'

/**
 * Stands before every route of the application; `ResourceServerModule` registers it.
 *
 * Enforces: a valid, unrevoked access token for this API on every route that is not `@Public()`, and whatever the
 * route and its class require. Fails closed when keys or revocations cannot be had.
 * Never: lets a GraphQL, WebSocket or RPC handler pass unless it is `@Public()`.
 *
 * @see RFC 6750 §3, RFC 9068 §4
 */
@Injectable()
export class AccessTokenGuard implements CanActivate {
  private readonly verified: VerifiedTokens

  constructor(
    private readonly settings: ResourceServerSettings,
    private readonly strategy: AccessTokenStrategy,
    private readonly keys: KeySource,
    private readonly revocation: RevocationSource,
    private readonly refusals: Refusals,
  ) {
    this.verified = new VerifiedTokens(settings.verifiedTokens)
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = accessRuleOf(context.getHandler() as () => unknown, context.getClass())
    if (rule.public) return true
    assertHttp(context)
    const request = context.switchToHttp().getRequest<TokenCarrier>()
    const response = context.switchToHttp().getResponse<unknown>()
    const claims = await this.authenticate(request).catch((error: unknown) => {
      throw error instanceof OAuthError ? this.refusals.refused(response, error) : error
    })
    if (!claims) throw this.refusals.unauthenticated(response)
    const unmet = findUnmet(rule.requirement, claims)
    if (unmet) throw this.refusals.refused(response, unmet.error, unmet.challenge)
    keepAccess(request, { claims, principal: principalOf(claims), refusals: this.refusals })
    return true
  }

  private async authenticate(request: TokenCarrier): Promise<AccessTokenClaims | undefined> {
    const token = presentedToken(request)
    if (token === undefined) return undefined
    const digest = sha256Base64url(token)
    const claims = this.remembered(digest) ?? (await this.verify(request, digest))
    const revoked = this.revocation.isRevoked({ token, digest, claims })
    if (revoked === false || !(await revoked)) return claims
    this.verified.remove(digest)
    throw new OAuthError('invalid_token', { description: 'The access token was revoked.' })
  }

  private remembered(digest: string): AccessTokenClaims | undefined {
    const claims = this.verified.get(digest, this.keys.version())
    if (claims) assertAcceptable(claims, this.settings, this.settings.now())
    return claims
  }

  private async verify(request: TokenCarrier, digest: string): Promise<AccessTokenClaims> {
    const claims = await this.strategy.verify(request)
    this.verified.add(digest, claims, this.keys.version())
    return claims
  }
}

function assertHttp(context: ExecutionContext): void {
  if (context.getType() === 'http') return
  throw new Error(
    `@gatehouse/guards protects HTTP routes only: ${context.getClass().name}.${context.getHandler().name} runs in a ` +
      `"${context.getType()}" context and is refused. Mark it @Public() and check access there yourself.`,
  )
}
