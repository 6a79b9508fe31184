import { Body, Controller, Post } from '@nestjs/common'
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger'
import { RevocationStore, TokenFamilyStore } from '@gatehouse/data-access'
import { REVOCABLE_CLAIMS, type RevocableClaim } from '@gatehouse/token-types'
import { Clock } from '../../config/clock.js'
import { Answer } from '../../http/answer.js'
import { fieldProblem, Problem } from '../../http/problem.js'
import { Actor, CurrentActor } from '../route/actor.js'
import { AdminRoute } from '../route/admin-route.js'
import { TextField } from '../route/fields.js'
import { ADMIN_REASON, TokensRevokedView } from './token-families.controller.js'
import { TokenInspection } from './token-inspection.js'
import { TokenInspectionView } from './token-inspection-view.js'

const LONGEST_TOKEN = 8_192

/** A token that somebody pasted. */
export class PastedTokenFields {
  @TextField({
    description: 'A JWT, a refresh token, an authorization code, or the jti of an access token',
    most: LONGEST_TOKEN,
  })
  token!: string
}

/** Which tokens to end: a token itself, or a claim and its value. */
export class RevokeTokensFields {
  @TextField({ description: 'The token itself', most: LONGEST_TOKEN, optional: true })
  token?: string
  @TextField({ description: 'Claim that the tokens carry', oneOf: REVOCABLE_CLAIMS, optional: true })
  claim?: RevocableClaim
  @TextField({ description: 'What the claim holds', most: 200, optional: true })
  value?: string
}

/** Tokens that somebody has at hand. What is pasted is neither stored nor logged. */
@ApiTags('Tokens')
@Controller('admin/v1/tokens')
export class TokensController {
  constructor(
    private readonly inspection: TokenInspection,
    private readonly families: TokenFamilyStore,
    private readonly revocations: RevocationStore,
    private readonly clock: Clock,
  ) {}

  @Post('inspect')
  @AdminRoute('admin:sessions:read')
  @ApiOperation({ summary: 'Say what a token is, whose, and how it stands' })
  @ApiOkResponse({ type: TokenInspectionView })
  async inspect(@Body() { token }: PastedTokenFields): Promise<Answer> {
    return Answer.json(await this.inspection.inspect(token.trim()))
  }

  @Post('revoke')
  @AdminRoute('admin:sessions:write')
  @ApiOperation({ summary: 'End a token, or every token that carries a claim' })
  @ApiCreatedResponse({ type: TokensRevokedView })
  async revoke(
    @Body() { token, claim, value }: RevokeTokensFields,
    @CurrentActor() actor: Actor,
  ): Promise<Answer> {
    if (token !== undefined && claim === undefined && value === undefined) {
      return Answer.json({ families: await this.revokeToken(token.trim(), actor) }, { status: 201 })
    }
    if (token !== undefined || !claim || !value) {
      throw fieldProblem('token', 'must be given, or claim and value, and not all of them')
    }
    const now = this.clock.now()
    const whose = claim === 'client_id' ? { clientId: value } : claim === 'sub' ? { subjectId: value } : {}
    const families = await this.families.revokeNamed({ claim, value }, now, ADMIN_REASON, (count) =>
      actor.event({ type: 'tokens.revoked', ...whose, detail: { claim, value, families: count } }, now),
    )
    return Answer.json({ families }, { status: 201 })
  }

  /** @throws Problem conflict for what cannot be ended */
  private async revokeToken(token: string, actor: Actor): Promise<number> {
    const {
      kind,
      state,
      token_id: jti,
      family_id: family,
      expires_at: end,
      ...found
    } = await this.inspection.inspect(token)
    const now = this.clock.now()
    const whose = { clientId: found.client_id ?? undefined, subjectId: found.user_id ?? undefined }
    const event = (detail: object) => actor.event({ type: 'tokens.revoked', ...defined(whose), detail }, now)
    if (kind === 'refresh_token' && family !== null) {
      return this.families.revoke([family], now, ADMIN_REASON, () => event({ kind, family }))
    }
    if (kind === 'access_token' && state !== 'foreign' && jti !== null && end !== null) {
      const expiresAt = new Date(new Date(end).getTime() + 60_000)
      const entry = { claim: 'jti' as const, value: jti, revokedAt: now, expiresAt, reason: ADMIN_REASON }
      await this.revocations.add(entry, event({ kind, jti }))
      return 0
    }
    throw new Problem('conflict', { detail: whyNot(kind, state) })
  }
}

function whyNot(kind: string, state: string): string {
  if (state === 'foreign') return 'This server did not sign the token: revoke it where it comes from.'
  if (kind === 'id_token') return 'An ID token opens nothing. End its session, or every token of its sid.'
  if (kind === 'authorization_code')
    return 'A code lives a minute at the most. End its session, or every token of its gid.'
  return 'The token is unknown here. Where it is the id of an access token, revoke by the claim jti.'
}

const defined = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [Name in keyof T]?: Exclude<T[Name], undefined>
  }
