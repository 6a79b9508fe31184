import { Injectable } from '@nestjs/common'
import { AuthorizationCodeStore, RefreshTokenStore } from '@gatehouse/data-access'
import { OAuthError, type DpopProof } from '@gatehouse/protocol'
import { AuditLog } from '../../../audit/audit-log.js'
import { Clock } from '../../../config/clock.js'
import type { IncomingRequest } from '../../../http/incoming-request.js'
import type { AuthenticatedClient } from '../../client-auth/authenticated-client.js'
import { DpopProofs, proofMissing } from '../../dpop/dpop-proofs.js'
import {
  grantRefused,
  ReuseDetected,
  type Grant,
  type GrantRequest,
  type Reused,
} from '../../grants/grant.js'
import { Grants } from '../../grants/grants.js'
import { openResponse } from '../../tokens/sealed-response.js'
import { ReplayDetected, TokenIssuer } from '../../tokens/token-issuer.js'
import type { TokenResponse } from '../../tokens/token-response.js'

/**
 * Runs a token request: the rules that hold for every grant, the grant's decision, the issuance, and what follows when
 * something single-use came twice.
 *
 * @see RFC 6749 §5
 */
@Injectable()
export class TokenService {
  constructor(
    private readonly grants: Grants,
    private readonly issuer: TokenIssuer,
    private readonly codes: AuthorizationCodeStore,
    private readonly refreshTokens: RefreshTokenStore,
    private readonly proofs: DpopProofs,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws OAuthError with the codes of RFC 6749 §5.2 */
  async respond(client: AuthenticatedClient, incoming: IncomingRequest): Promise<TokenResponse> {
    const { parameters } = incoming
    const grant = this.grants.find(parameters.require('grant_type'))
    requireRegistered(client, grant)
    for (const name of grant.requiredParameters) parameters.require(name)
    const proof = this.proofs.verify(incoming)
    requireProof(client, proof)
    const request = { client, parameters, dpopJkt: proof?.jkt, now: this.clock.now() }
    try {
      return await this.decideAndIssue(grant, request, proof, incoming)
    } catch (error) {
      if (error instanceof ReuseDetected) await this.endReused(error.reused, request.now, incoming)
      throw error
    }
  }

  /** A lost race is decided once more: the grant then sees what the winner left, which is a retry or a reuse. */
  private async decideAndIssue(
    grant: Grant,
    request: GrantRequest,
    proof: DpopProof | undefined,
    incoming: IncomingRequest,
  ): Promise<TokenResponse> {
    for (let attempt = 1; ; attempt += 1) {
      const decision = await grant.decide(request)
      if (proof && attempt === 1) await this.proofs.claim(proof, 400)
      if (decision.outcome === 'repeat') {
        return openResponse(decision.presented, decision.sealedResponse) as unknown as TokenResponse
      }
      try {
        const response = await this.issuer.issue(decision, request.now, request.dpopJkt)
        this.audit.enqueue({
          at: request.now,
          type: 'token.issued',
          outcome: 'success',
          clientId: request.client.clientId,
          subjectId: decision.subject.kind === 'user' ? decision.subject.user.id : null,
          ...incoming.scene,
          detail: {
            grantType: grant.type,
            scope: response.scope ?? '',
            resource: decision.resource?.identifier ?? null,
          },
        })
        return response
      } catch (error) {
        if (!(error instanceof ReplayDetected)) throw error
        if (attempt > 1) throw grantRefused('The consent was withdrawn', { rule: 'grant.withdrawn' })
      }
    }
  }

  /** Revokes what a reused value gave, in a statement of its own, so that no rollback undoes it (RFC 6749 §4.1.2). */
  private async endReused(reused: Reused, now: Date, incoming: IncomingRequest): Promise<void> {
    if (reused.kind === 'authorization_code') await this.codes.revokeIssued(reused.digest, now)
    else await this.refreshTokens.revokeFamily(reused.familyId, now, 'reuse')
    await this.audit.keep({
      at: now,
      type: `${reused.kind}.reused`,
      outcome: 'failure',
      clientId: reused.clientId,
      subjectId: reused.userId,
      ...incoming.scene,
    })
  }
}

/** @throws OAuthError invalid_dpop_proof when the client is registered for bound tokens alone (RFC 9449 §5.2) */
function requireProof(client: AuthenticatedClient, proof: DpopProof | undefined): void {
  if (proof || !client.dpopBoundAccessTokens) return
  throw proofMissing('the client is registered for bound tokens alone', 'RFC 9449 §5.2')
}

/** @throws OAuthError unauthorized_client (RFC 6749 §5.2) */
function requireRegistered(client: AuthenticatedClient, grant: Grant): void {
  if (client.grantTypes.includes(grant.type)) return
  throw new OAuthError('unauthorized_client', {
    description: 'The client is not registered for this grant type',
    detail: {
      rule: 'grant_type.not_registered',
      expected: client.grantTypes.join(', '),
      got: grant.type,
      mend: `Add ${grant.type} to the client's grant types`,
      reference: 'RFC 6749 §5.2',
    },
  })
}
