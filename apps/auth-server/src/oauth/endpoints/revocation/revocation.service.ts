import { Injectable } from '@nestjs/common'
import { RefreshTokenStore, RevocationStore } from '@gatehouse/data-access'
import { OAuthError, sha256 } from '@gatehouse/protocol'
import { AuditLog } from '../../../audit/audit-log.js'
import { Clock } from '../../../config/clock.js'
import type { IncomingRequest } from '../../../http/incoming-request.js'
import type { AuthenticatedClient } from '../../client-auth/authenticated-client.js'
import { isJwt, TokenLookup } from '../../tokens/token-lookup.js'

/**
 * Ends a token at the wish of the client that holds it: an access token alone, a refresh token with its whole family
 * and the access tokens that came from it.
 *
 * @see RFC 7009 §2.1, §2.2
 */
@Injectable()
export class RevocationService {
  constructor(
    private readonly lookup: TokenLookup,
    private readonly refreshTokens: RefreshTokenStore,
    private readonly revocations: RevocationStore,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Resolves also when the token is unknown or dead already (RFC 7009 §2.2).
   *
   * @throws OAuthError unauthorized_client when it is another client's (RFC 7009 §2.1)
   */
  async revoke(client: AuthenticatedClient, token: string, incoming: IncomingRequest): Promise<void> {
    const subjectId = isJwt(token)
      ? await this.revokeAccessToken(client, token)
      : await this.revokeRefreshToken(client, token)
    if (subjectId === undefined) return
    await this.audit.keep({
      at: this.clock.now(),
      type: 'token.revoked',
      outcome: 'success',
      clientId: client.clientId,
      subjectId,
      ...incoming.scene,
    })
  }

  private async revokeRefreshToken(client: AuthenticatedClient, token: string): Promise<string | undefined> {
    const found = await this.refreshTokens.find(sha256(token))
    if (!found) return undefined
    requireOwn(client, found.family.clientId)
    await this.refreshTokens.revokeFamily(found.family.id, this.clock.now(), 'client_request')
    return found.family.userId
  }

  private async revokeAccessToken(client: AuthenticatedClient, token: string): Promise<string | undefined> {
    const claims = await this.lookup.findActiveAccessToken(token)
    if (!claims) return undefined
    requireOwn(client, claims.client_id)
    await this.revocations.add({
      claim: 'jti',
      value: claims.jti,
      revokedAt: this.clock.now(),
      expiresAt: new Date((claims.exp + 60) * 1000),
      reason: 'client_request',
    })
    return claims.sub
  }
}

function requireOwn(client: AuthenticatedClient, owner: string): void {
  if (client.clientId === owner) return
  throw new OAuthError('unauthorized_client', {
    description: 'The token was issued to another client',
    detail: {
      rule: 'revocation.foreign_token',
      expected: client.clientId,
      got: owner,
      reference: 'RFC 7009 §2.1',
    },
  })
}
