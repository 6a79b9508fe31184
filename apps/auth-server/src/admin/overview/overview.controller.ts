import { Controller, Get, Param, Query } from '@nestjs/common'
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger'
import { ClientStore, UsageStore, type UsageWindow } from '@gatehouse/data-access'
import type { AdminClientTokens, AdminClientUsage, AdminFigures, AdminOverview } from '@gatehouse/token-types'
import { UsageCounting } from '../../audit/usage-counting.js'
import { Clock } from '../../config/clock.js'
import { Answer } from '../../http/answer.js'
import { Problem } from '../../http/problem.js'
import { Actor, CurrentActor } from '../route/actor.js'
import { AdminRoute } from '../route/admin-route.js'
import { HealthCheck } from './health-check.js'
import { orNull } from './or-null.js'
import { ClientUsageView, OverviewView } from './overview-view.js'
import { OverviewQuery, partsOf, spanView, UsageQuery, windowOf } from './usage-query.js'

const TOP_CLIENTS = 5

/** What happens at this server, in figures. */
@ApiTags('Overview')
@Controller('admin/v1')
export class OverviewController {
  constructor(
    private readonly usage: UsageStore,
    private readonly counting: UsageCounting,
    private readonly health: HealthCheck,
    private readonly clients: ClientStore,
    private readonly clock: Clock,
  ) {}

  @Get('overview')
  @AdminRoute('admin:overview:read')
  @ApiOperation({
    summary:
      'Show what happens at this server; a part that cannot be read, or not with these scopes, is null',
  })
  @ApiOkResponse({ type: OverviewView })
  async overview(
    @Query() { range = '24h', parts: asked }: OverviewQuery,
    @CurrentActor() { scopes }: Actor,
  ): Promise<Answer> {
    const parts = asked === undefined ? undefined : partsOf(asked)
    const isAsked = (part: 'figures' | 'clients' | 'health') => parts?.has(part) ?? true
    if (isAsked('figures') || isAsked('clients')) await this.counting.catchUp()
    const window = windowOf(range, this.clock.now())
    const [span, figures, clients, health] = await Promise.all([
      orNull(this.usage.countedUntil()),
      isAsked('figures') && this.figures(window),
      isAsked('clients') && (scopes.has('admin:clients:read') ? orNull(this.topClients(window)) : null),
      isAsked('health') && this.health.run(scopes),
    ])
    const overview: AdminOverview = {
      ...spanView(range, window, span ?? undefined),
      ...(figures !== false && { figures }),
      ...(clients !== false && { top_clients: clients }),
      ...(health !== false && { health }),
    }
    return Answer.json(overview)
  }

  @Get('clients/:client_id/usage')
  @AdminRoute('admin:clients:read')
  @ApiOperation({ summary: 'Show how a client uses this server' })
  @ApiOkResponse({ type: ClientUsageView })
  async clientUsage(
    @Param('client_id') clientId: string,
    @Query() { range = '24h' }: UsageQuery,
  ): Promise<Answer> {
    if (!(await this.clients.find(clientId)))
      throw new Problem('not-found', { detail: 'There is no such client.' })
    await this.counting.catchUp()
    const now = this.clock.now()
    const window = windowOf(range, now)
    const [countedUntil, tokens, grantTypes, refusals, errors, lastUse] = await Promise.all([
      this.usage.countedUntil(),
      this.usage.figure('token.issued', window, clientId),
      this.usage.tally('token.issued', window, clientId),
      this.usage.figure('request.refused', window, clientId),
      this.usage.tally('request.refused', window, clientId),
      this.usage.lastUse(clientId, now),
    ])
    const usage: AdminClientUsage = {
      ...spanView(range, window, countedUntil),
      tokens,
      tokens_by_grant_type: grantTypes,
      refusals,
      refusals_by_error: errors,
      last_used_at: lastUse?.toISOString() ?? null,
    }
    return Answer.json(usage)
  }

  private async figures(window: UsageWindow): Promise<AdminFigures> {
    const [people, signIns, failed, sessions] = await Promise.all([
      orNull(this.usage.activePeople(window)),
      orNull(this.usage.figure('sign_in.succeeded', window)),
      orNull(this.usage.figure('sign_in.failed', window)),
      orNull(this.usage.livingSessions(window, this.clock.now())),
    ])
    return { active_people: people, sign_ins: signIns, failed_sign_ins: failed, living_sessions: sessions }
  }

  private async topClients(window: UsageWindow): Promise<AdminClientTokens[]> {
    const clients = await this.usage.topClients(window, TOP_CLIENTS)
    return clients.map(({ clientId, name, tokens, previous }) => ({
      client_id: clientId,
      client_name: name,
      tokens,
      previous,
    }))
  }
}
