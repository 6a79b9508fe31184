import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { AuthorizationCodeStore, RefreshTokenStore } from '@gatehouse/data-access'
import { formatScope, newSecret, sha256 } from '@gatehouse/protocol'
import { ACCESS_TOKEN_TYP, type SigningAlg } from '@gatehouse/token-types'
import { Settings } from '../../config/settings.js'
import { accessTokenClaims, accessTokenLifetimeSeconds } from './access-token.js'
import { idTokenClaims } from './id-token.js'
import { JwtSigner } from './jwt-signer.js'
import { redemptionDigest, sealResponse } from './sealed-response.js'
import type { Redemption, TokenDecision } from './token-decision.js'
import type { TokenResponse } from './token-response.js'

/** Somebody else redeemed it between the decision and the write. Nothing was issued. */
export class ReplayDetected extends Error {
  override readonly name = 'ReplayDetected'
}

/** What an issuance leaves in the database, beside the response. */
interface Issuance {
  now: Date
  accessTokenId: string
  accessTokenExpiresAt: Date
  refreshToken: string | undefined
  /** Key that the refresh token is bound to: a public client's is, others prove who they are (RFC 9449 §5). */
  refreshTokenJkt: string | null
}

/**
 * Turns a decision into tokens: signs first, then makes one write that redeems only what is still unredeemed.
 *
 * *Never*: hands out a token whose redemption was not committed.
 */
@Injectable()
export class TokenIssuer {
  private readonly userinfoAudience: string

  constructor(
    private readonly settings: Settings,
    private readonly signer: JwtSigner,
    private readonly codes: AuthorizationCodeStore,
    private readonly refreshTokens: RefreshTokenStore,
  ) {
    this.userinfoAudience = settings.url('/oauth2/userinfo')
  }

  /**
   * @param dpopJkt thumbprint of the key that the tokens are bound to; absent for bearer tokens
   * @throws ReplayDetected when the code or refresh token was redeemed meanwhile
   * @see RFC 6749 §5.1, RFC 9449 §5
   */
  async issue(decision: TokenDecision, now: Date, dpopJkt?: string): Promise<TokenResponse> {
    const accessTokenId = randomUUID()
    const lifetimeSeconds = accessTokenLifetimeSeconds(decision, this.settings.lifetimes)
    const issuedAt = Math.floor(now.getTime() / 1000)
    const claims = accessTokenClaims(decision, {
      issuer: this.settings.issuer,
      defaultAudience: this.userinfoAudience,
      jti: accessTokenId,
      issuedAt,
      lifetimeSeconds,
      dpopJkt,
    })
    const accessToken = await this.signer.sign(
      (decision.resource?.signingAlg ?? 'ES256') as SigningAlg,
      ACCESS_TOKEN_TYP,
      claims,
    )
    const refreshes = decision.beginsRefreshFamily || decision.redeems.kind === 'refresh_token'
    const refreshToken = refreshes ? newSecret() : undefined
    const idToken = await this.idToken(decision, accessToken, issuedAt)
    const response: TokenResponse = {
      access_token: accessToken,
      token_type: dpopJkt === undefined ? 'Bearer' : 'DPoP',
      expires_in: lifetimeSeconds,
      ...(decision.scope.length ? { scope: formatScope(decision.scope) } : {}),
      ...(refreshToken ? { refresh_token: refreshToken } : {}),
      ...(idToken ? { id_token: idToken } : {}),
    }
    const accessTokenExpiresAt = new Date((issuedAt + lifetimeSeconds) * 1000)
    const committed = await this.commit(decision, response, {
      now,
      accessTokenId,
      accessTokenExpiresAt,
      refreshToken,
      refreshTokenJkt: decision.client.tokenEndpointAuthMethod === 'none' ? (dpopJkt ?? null) : null,
    })
    if (!committed) throw new ReplayDetected()
    return response
  }

  private async idToken(
    decision: TokenDecision,
    accessToken: string,
    issuedAt: number,
  ): Promise<string | undefined> {
    if (decision.subject.kind !== 'user' || !decision.scope.includes('openid')) return undefined
    const alg = decision.client.idTokenSignedResponseAlg as SigningAlg
    const lifetimeSeconds = this.settings.lifetimes.idTokenSeconds
    const stamp = { issuer: this.settings.issuer, issuedAt, lifetimeSeconds, alg, accessToken }
    return this.signer.sign(alg, 'JWT', idTokenClaims(decision, decision.subject, stamp))
  }

  private async commit(
    decision: TokenDecision,
    response: TokenResponse,
    issuance: Issuance,
  ): Promise<boolean> {
    const { redeems } = decision
    if (redeems.kind === 'nothing') return true
    return redeems.kind === 'authorization_code'
      ? this.redeemCode(decision, redeems, issuance)
      : this.rotate(redeems, response, issuance, this.refreshLifetimeMs(decision))
  }

  private async redeemCode(
    decision: TokenDecision,
    { digest }: Extract<Redemption, { kind: 'authorization_code' }>,
    issuance: Issuance,
  ): Promise<boolean> {
    const { now, accessTokenId, accessTokenExpiresAt, refreshToken } = issuance
    const redemption = { digest, redeemedAt: now, accessTokenId, accessTokenExpiresAt }
    if (!refreshToken || decision.subject.kind !== 'user') return this.codes.redeem(redemption)
    const { user, context } = decision.subject
    const family = {
      id: randomUUID(),
      clientId: decision.client.clientId,
      userId: user.id,
      grantId: context.grantId,
      sessionId: context.sessionId,
      offline: decision.scope.includes('offline_access'),
      scope: [...decision.scope],
      resource: decision.resource?.identifier ?? null,
      claims: decision.claims ? { ...decision.claims } : null,
      acr: context.acr,
      amr: context.amr,
      authTime: context.authTime,
      createdAt: now,
      expiresAt: new Date(now.getTime() + this.settings.lifetimes.refreshFamilySeconds * 1000),
    }
    const lifetimeMs = this.refreshLifetimeMs(decision)
    return this.codes.redeem({
      ...redemption,
      issued: { family, refreshToken: this.newRefreshToken(refreshToken, family.id, issuance, lifetimeMs) },
    })
  }

  private async rotate(
    { digest, presented, family, request }: Extract<Redemption, { kind: 'refresh_token' }>,
    response: TokenResponse,
    issuance: Issuance,
    lifetimeMs: number,
  ): Promise<boolean> {
    return this.refreshTokens.rotate({
      digest,
      familyId: family.id,
      redeemedAt: issuance.now,
      answer: {
        redemptionDigest: redemptionDigest(request),
        sealedResponse: sealResponse(presented, response),
        expiresAt: new Date(issuance.now.getTime() + this.settings.lifetimes.refreshGraceSeconds * 1000),
      },
      successor: this.newRefreshToken(response.refresh_token ?? '', family.id, issuance, lifetimeMs),
    })
  }

  private newRefreshToken(token: string, familyId: string, issuance: Issuance, lifetimeMs: number) {
    const { now, accessTokenId, accessTokenExpiresAt, refreshTokenJkt } = issuance
    return {
      digest: sha256(token),
      familyId,
      dpopJkt: refreshTokenJkt,
      createdAt: now,
      expiresAt: new Date(now.getTime() + lifetimeMs),
      accessTokenId,
      accessTokenExpiresAt,
    }
  }

  private refreshLifetimeMs({ client }: TokenDecision): number {
    return (client.refreshTokenLifetimeSeconds ?? this.settings.lifetimes.refreshTokenSeconds) * 1000
  }
}
