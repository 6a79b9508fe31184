import { Injectable } from '@nestjs/common'
import {
  RefreshTokenStore,
  RevocationStore,
  type NewAuditEvent,
  type RevocationEntry,
} from '@gatehouse/data-access'
import { OAuthError, sha256 } from '@gatehouse/protocol'
import { Clock } from '../../../config/clock.js'
import type { IncomingRequest } from '../../../http/incoming-request.js'
import type { AuthenticatedClient } from '../../client-auth/authenticated-client.js'
import { isJwt, TokenLookup } from '../../tokens/token-lookup.js'

/**
 * Ends a token at the wish of the client that holds it: an access token alone, a refresh token with its whole family
 * and the access tokens that came from it. The audit event stands if and only if the token ended.
 *
 * @see RFC 7009 §2.1, §2.2
 */
@Injectable()
export class RevocationService {
  constructor(
    private readonly lookup: TokenLookup,
    private readonly refreshTokens: RefreshTokenStore,
    private readonly revocations: RevocationStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Resolves also when the token is unknown or dead already (RFC 7009 §2.2).
   *
   * @throws OAuthError unauthorized_client when it is another client's (RFC 7009 §2.1)
   */
  async revoke(client: AuthenticatedClient, token: string, incoming: IncomingRequest): Promise<void> {
    const now = this.clock.now()
    const event = (subjectId: string): NewAuditEvent => ({
      at: now,
      type: 'token.revoked',
      outcome: 'success',
      clientId: client.clientId,
      subjectId,
      ...incoming.scene,
    })
    if (isJwt(token)) await this.revokeAccessToken(client, token, now, event)
    else await this.revokeRefreshToken(client, token, now, event)
  }

  private async revokeRefreshToken(
    client: AuthenticatedClient,
    token: string,
    now: Date,
    event: (subjectId: string) => NewAuditEvent,
  ): Promise<void> {
    const found = await this.refreshTokens.find(sha256(token))
    if (!found) return
    const { id, clientId, userId } = found.family
    requireOwn(client, clientId)
    await this.refreshTokens.revokeFamily(id, now, 'client_request', event(userId))
  }

  private async revokeAccessToken(
    client: AuthenticatedClient,
    token: string,
    now: Date,
    event: (subjectId: string) => NewAuditEvent,
  ): Promise<void> {
    const claims = await this.lookup.findActiveAccessToken(token)
    if (!claims) return
    requireOwn(client, claims.client_id)
    const entry: RevocationEntry = {
      claim: 'jti',
      value: claims.jti,
      revokedAt: now,
      expiresAt: new Date((claims.exp + 60) * 1000),
      reason: 'client_request',
    }
    await this.revocations.add(entry, event(claims.sub))
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
