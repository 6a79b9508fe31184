import { Injectable } from '@nestjs/common'
import { RefreshTokenStore } from '@gatehouse/data-access'
import { formatScope, OAuthError, sha256 } from '@gatehouse/protocol'
import { Clock } from '../../../config/clock.js'
import type { AuthenticatedClient } from '../../client-auth/authenticated-client.js'
import type { IssuedAccessTokenClaims } from '../../tokens/access-token.js'
import { isJwt, TokenLookup } from '../../tokens/token-lookup.js'

/** The answer of the introspection endpoint (RFC 7662 §2.2); a bound token names its key in `cnf` (RFC 9449 §6.2). */
export type IntrospectionResponse = { active: false } | ({ active: true } & Record<string, unknown>)

const INACTIVE = { active: false } as const

/**
 * Says whether a token is alive, to those whom it concerns: the client that got it, and the resource server that it is
 * for. To everybody else every token is inactive.
 *
 * @see RFC 7662 §2.2, §4
 */
@Injectable()
export class IntrospectionService {
  constructor(
    private readonly lookup: TokenLookup,
    private readonly refreshTokens: RefreshTokenStore,
    private readonly clock: Clock,
  ) {}

  /** @throws OAuthError unauthorized_client for a client that cannot prove who it is (RFC 7662 §2.1) */
  async introspect(client: AuthenticatedClient, token: string): Promise<IntrospectionResponse> {
    if (client.tokenEndpointAuthMethod === 'none') {
      throw new OAuthError('unauthorized_client', {
        description: 'A public client may not introspect',
        detail: { rule: 'introspection.public_client', reference: 'RFC 7662 §2.1' },
      })
    }
    if (!isJwt(token)) return this.refreshToken(client, token)
    const claims = await this.lookup.findActiveAccessToken(token)
    return claims && concerns(client, claims) ? accessTokenResponse(claims) : INACTIVE
  }

  private async refreshToken(client: AuthenticatedClient, presented: string): Promise<IntrospectionResponse> {
    const now = this.clock.now()
    const found = await this.refreshTokens.find(sha256(presented))
    if (!found || found.family.clientId !== client.clientId) return INACTIVE
    const { token, family } = found
    const ended =
      family.revokedAt ?? token.redeemedAt ?? (found.userDisabled || (found.sessionEnded && !family.offline))
    if (ended || token.expiresAt <= now || family.expiresAt <= now) return INACTIVE
    return {
      active: true,
      client_id: family.clientId,
      sub: family.userId,
      scope: formatScope(family.scope),
      exp: Math.floor(Math.min(token.expiresAt.getTime(), family.expiresAt.getTime()) / 1000),
      iat: Math.floor(token.createdAt.getTime() / 1000),
      ...(family.resource ? { aud: family.resource } : {}),
    }
  }
}

function concerns(client: AuthenticatedClient, claims: IssuedAccessTokenClaims): boolean {
  const audience = Array.isArray(claims.aud) ? claims.aud : [claims.aud]
  return (
    claims.client_id === client.clientId ||
    (client.resourceServerFor !== null && audience.includes(client.resourceServerFor))
  )
}

function accessTokenResponse({
  userinfo_claims: _,
  ...claims
}: IssuedAccessTokenClaims): IntrospectionResponse {
  return { active: true, token_type: claims.cnf?.jkt === undefined ? 'Bearer' : 'DPoP', ...claims }
}
