import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common'
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger'
import { TokenFamilyStore } from '@gatehouse/data-access'
import type { AdminTokensRevoked } from '@gatehouse/token-types'
import { Clock } from '../../config/clock.js'
import { Answer } from '../../http/answer.js'
import { fieldProblem, Problem } from '../../http/problem.js'
import { Actor, CurrentActor } from '../route/actor.js'
import { AdminRoute } from '../route/admin-route.js'
import { TextField, TextListField, WholeNumberField } from '../route/fields.js'
import { listAnswer } from '../route/listing.js'
import {
  DEFAULT_FAMILY_SORT,
  TokenFamilyListQuery,
  tokenFamilyListRequest,
} from './token-family-list.query.js'
import {
  TokenFamilyPageView,
  tokenFamilyRowView,
  TokenFamilyView,
  tokenFamilyView,
} from './token-family-view.js'

/** Which families to end: exactly one of the three. */
export class RevokeFamiliesFields {
  @TextListField({ description: 'These', most: 100, optional: true })
  ids?: string[]
  @TextField({
    description: 'Every one of this client, and its other access tokens',
    most: 200,
    optional: true,
  })
  client_id?: string
  @TextField({
    description: 'Every one of this person, and their other access tokens',
    most: 100,
    optional: true,
  })
  user_id?: string
}

/** What was ended. */
export class TokensRevokedView implements AdminTokensRevoked {
  @WholeNumberField({ description: 'Refresh families that were alive', least: 0, most: 2_147_483_647 })
  families!: number
}

/** Why a family was ended here, as it stands beside it and in the list of revocations. */
export const ADMIN_REASON = 'admin'

/** Refresh families: who holds tokens of whom, and ending them. */
@ApiTags('Tokens')
@Controller('admin/v1/token-families')
export class TokenFamiliesController {
  constructor(
    private readonly families: TokenFamilyStore,
    private readonly clock: Clock,
  ) {}

  @Get()
  @AdminRoute('admin:sessions:read')
  @ApiOperation({ summary: 'List refresh families' })
  @ApiOkResponse({ type: TokenFamilyPageView })
  async list(@Query() query: TokenFamilyListQuery): Promise<Answer> {
    const now = this.clock.now()
    const page = this.families.page(tokenFamilyListRequest(query, now))
    const sort = query.sort ?? DEFAULT_FAMILY_SORT
    return Answer.json(await listAnswer(page, sort, (family) => tokenFamilyRowView(family, now)))
  }

  @Get(':family_id')
  @AdminRoute('admin:sessions:read')
  @ApiOperation({ summary: 'Show a refresh family with its life' })
  @ApiOkResponse({ type: TokenFamilyView })
  async show(@Param('family_id') id: string): Promise<Answer> {
    return Answer.json(tokenFamilyView(await this.require(id), this.clock.now()))
  }

  @Post('revoke')
  @AdminRoute('admin:sessions:write')
  @ApiOperation({ summary: 'End several families, or all of a client or person' })
  @ApiCreatedResponse({ type: TokensRevokedView })
  async revokeMany(
    @Body() { ids, client_id: clientId, user_id: userId }: RevokeFamiliesFields,
    @CurrentActor() actor: Actor,
  ): Promise<Answer> {
    if ([ids, clientId, userId].filter((given) => given !== undefined).length !== 1) {
      throw fieldProblem('ids', 'must be given, or client_id, or user_id, and not two of them')
    }
    const now = this.clock.now()
    const type = 'token_families.revoked'
    if (ids) {
      const families = await this.families.revoke(ids, now, ADMIN_REASON, (count) =>
        actor.event({ type, detail: { ids, families: count } }, now),
      )
      return revoked(families)
    }
    const named =
      userId === undefined
        ? { claim: 'client_id' as const, value: String(clientId) }
        : { claim: 'sub' as const, value: userId }
    const whose = userId === undefined ? { clientId: String(clientId) } : { subjectId: userId }
    const families = await this.families.revokeNamed(named, now, ADMIN_REASON, (count) =>
      actor.event({ type, ...whose, detail: { families: count } }, now),
    )
    return revoked(families)
  }

  @Post(':family_id/revoke')
  @AdminRoute('admin:sessions:write')
  @ApiOperation({ summary: 'End a family and its access tokens; nothing happens where it ended before' })
  @ApiCreatedResponse({ type: TokenFamilyView })
  async revoke(@Param('family_id') id: string, @CurrentActor() actor: Actor): Promise<Answer> {
    const { family } = await this.require(id)
    const now = this.clock.now()
    const { clientId, userId: subjectId } = family
    await this.families.revoke([id], now, ADMIN_REASON, () =>
      actor.event({ type: 'token_family.revoked', clientId, subjectId, detail: { family: id } }, now),
    )
    return Answer.json(tokenFamilyView(await this.require(id), now), { status: 201 })
  }

  /** @throws Problem not-found */
  private async require(id: string) {
    const found = await this.families.find(id)
    if (!found) throw new Problem('not-found', { detail: 'There is no such refresh family.' })
    return found
  }
}

function revoked(families: number): Answer {
  const view: AdminTokensRevoked = { families }
  return Answer.json(view, { status: 201 })
}
