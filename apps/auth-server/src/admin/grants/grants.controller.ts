import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common'
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger'
import { GrantStore, type Ended } from '@gatehouse/data-access'
import { Clock } from '../../config/clock.js'
import { Answer } from '../../http/answer.js'
import { Problem } from '../../http/problem.js'
import { Actor, CurrentActor } from '../route/actor.js'
import { AdminRoute } from '../route/admin-route.js'
import { EndedView, endedView } from '../route/ended.js'
import { listAnswer } from '../route/listing.js'
import { GrantPageView } from './grant-answers.js'
import { grantListRequest, GrantListQuery, grantSort, grantView, WithdrawFields } from './grant-fields.js'

/** What people allowed clients. */
@ApiTags('Grants')
@Controller('admin/v1/grants')
export class GrantsController {
  constructor(
    private readonly grants: GrantStore,
    private readonly clock: Clock,
  ) {}

  @Get()
  @AdminRoute('admin:sessions:read')
  @ApiOperation({ summary: 'List grants' })
  @ApiOkResponse({ type: GrantPageView })
  async list(@Query() query: GrantListQuery): Promise<Answer> {
    const page = this.grants.page(grantListRequest(query))
    return Answer.json(await listAnswer(page, grantSort(query), grantView))
  }

  @Post('withdraw')
  @AdminRoute('admin:sessions:write')
  @ApiOperation({ summary: 'Withdraw selected grants; their refresh families and access tokens end' })
  @ApiOkResponse({ type: EndedView })
  async withdrawSelected(@Body() { ids }: WithdrawFields, @CurrentActor() actor: Actor): Promise<Answer> {
    return Answer.json(endedView(await this.withdraw(ids, actor)))
  }

  @Delete(':id')
  @AdminRoute('admin:sessions:write')
  @ApiOperation({ summary: 'Withdraw a grant; its refresh families and access tokens end' })
  @ApiOkResponse({ type: EndedView })
  async withdrawOne(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<Answer> {
    const ended = await this.withdraw([id], actor)
    if (ended.grants === 0) throw new Problem('not-found', { detail: 'There is no grant of this id.' })
    return Answer.json(endedView(ended))
  }

  private withdraw(ids: readonly string[], actor: Actor): Promise<Ended> {
    const now = this.clock.now()
    return this.grants.withdrawSelected(ids, now, ({ id, userId, clientId }) =>
      actor.event({ type: 'grant.withdrawn', subjectId: userId, clientId, detail: { grant: id } }, now),
    )
  }
}
