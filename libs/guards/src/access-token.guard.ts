import type { CanActivate, ExecutionContext } from '@nestjs/common'
import { Injectable } from '@nestjs/common'
import { OAuthError, sha256Base64url } from '@gatehouse/protocol'
import type { AccessTokenClaims } from '@gatehouse/token-types'
import { keepAccess } from './access.js'
import { accessRuleOf } from './access-rule.js'
import { KeySource } from './issuer/key-source.js'
import { Possession } from './possession/possession.js'
import { presentedCredentials, type PresentedCredentials, type TokenCarrier } from './presented-token.js'
import { principalOf } from './principal.js'
import { Refusals } from './refusals.js'
import { findUnmet } from './requirement.js'
import { ResourceServerSettings } from './resource-server-options.js'
import { RevocationSource } from './revocation/revocation-source.js'
import { AccessTokenStrategy } from './token/access-token.strategy.js'
import { assertAcceptable } from './token/token-claims.js'
import { isSignedJwt } from './token/token-header.js'
import { VerifiedTokens } from './token/verified-tokens.js'

/**
 * Stands before every route of the application; `ResourceServerModule` registers it.
 *
 * Enforces: a valid, unrevoked access token for this API on every route that is not `@Public()`, in the hands of whom
 * it is bound to, and whatever the route and its class require. Fails closed when keys or revocations cannot be had.
 * Never: lets a GraphQL, WebSocket or RPC handler pass unless it is `@Public()`.
 *
 * @see RFC 6750 §3, RFC 9068 §4, RFC 9449 §7
 */
@Injectable()
export class AccessTokenGuard implements CanActivate {
  private readonly verified: VerifiedTokens

  constructor(
    private readonly settings: ResourceServerSettings,
    private readonly strategy: AccessTokenStrategy,
    private readonly keys: KeySource,
    private readonly revocation: RevocationSource,
    private readonly possession: Possession,
    private readonly refusals: Refusals,
  ) {
    this.verified = new VerifiedTokens(settings.verifiedTokens)
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = accessRuleOf(context.getHandler() as () => unknown, context.getClass())
    if (rule.public) return true
    assertHttp(context)
    const http = context.switchToHttp()
    const request = http.getRequest<TokenCarrier>()
    const response = http.getResponse<unknown>()
    const credentials = this.credentials(request, response)
    const { scheme } = credentials
    try {
      const claims = await this.authenticate(request, response, credentials)
      const unmet = findUnmet(rule.requirement, claims)
      if (unmet) throw this.refusals.refused(response, unmet.error, scheme, unmet.challenge)
      keepAccess(request, { claims, principal: principalOf(claims), scheme, refusals: this.refusals })
      return true
    } catch (error) {
      throw error instanceof OAuthError ? this.refusals.refused(response, error, scheme) : error
    }
  }

  private credentials(request: TokenCarrier, response: unknown): PresentedCredentials {
    let credentials: PresentedCredentials | undefined
    try {
      credentials = presentedCredentials(request)
    } catch (error) {
      throw error instanceof OAuthError ? this.refusals.refused(response, error, 'Bearer') : error
    }
    if (credentials && (credentials.scheme === 'Bearer' || this.settings.dpop)) return credentials
    throw this.refusals.unauthenticated(response)
  }

  private async authenticate(
    request: TokenCarrier,
    response: unknown,
    credentials: PresentedCredentials,
  ): Promise<AccessTokenClaims> {
    const { token, scheme } = credentials
    const nonce = scheme === 'DPoP' ? this.possession.nonce() : undefined
    if (nonce !== undefined) this.refusals.giveNonce(response, nonce)
    const digest = sha256Base64url(token)
    const claims = this.remembered(digest) ?? (await this.verify(token, digest))
    const revoked = this.revocation.isRevoked({ token, digest, claims })
    if (revoked !== false && (await revoked)) {
      this.verified.remove(digest)
      throw new OAuthError('invalid_token', { description: 'The access token was revoked.' })
    }
    // Last, for it uses the proof up: nothing but scope and role can refuse the request any more.
    if (!this.possession.isFreeToPass(credentials, claims))
      await this.possession.assertHeld(request, credentials, claims)
    return claims
  }

  private remembered(digest: string): AccessTokenClaims | undefined {
    const claims = this.verified.get(digest, this.keys.version())
    if (claims) assertAcceptable(claims, this.settings, this.settings.now())
    return claims
  }

  private async verify(token: string, digest: string): Promise<AccessTokenClaims> {
    if (!isSignedJwt(token)) return this.describe(token, digest)
    const claims = await this.strategy.verify(token)
    this.verified.add(digest, claims, this.keys.version())
    return claims
  }

  private async describe(token: string, digest: string): Promise<AccessTokenClaims> {
    const described: unknown = await this.revocation.describe(token, digest)
    if (described === undefined)
      throw new OAuthError('invalid_token', { description: 'The access token is not a signed JWT.' })
    assertAcceptable(described, this.settings, this.settings.now())
    return described
  }
}

function assertHttp(context: ExecutionContext): void {
  if (context.getType() === 'http') return
  throw new Error(
    `@gatehouse/guards protects HTTP routes only: ${context.getClass().name}.${context.getHandler().name} runs in a ` +
      `"${context.getType()}" context and is refused. Mark it @Public() and check access there yourself.`,
  )
}
