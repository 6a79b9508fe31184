import { Body, Controller, Get, Put } from '@nestjs/common'
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger'
import { InstallationStore, UserStore } from '@gatehouse/data-access'
import { ADMIN_RESOURCE, BUNDLED_CLIENTS, FIRST_STEPS, type AdminFirstSteps } from '@gatehouse/token-types'
import { UsageCounting } from '../../audit/usage-counting.js'
import { Clock } from '../../config/clock.js'
import { Settings } from '../../config/settings.js'
import { Answer } from '../../http/answer.js'
import { Actor, CurrentActor } from '../route/actor.js'
import { AdminRoute } from '../route/admin-route.js'
import { FlagField } from '../route/fields.js'
import { FirstStepsView } from './overview-view.js'

/** Whether the first steps are shown. */
export class FirstStepsFields {
  @FlagField({ description: 'True puts them away, false fetches them again' })
  is_skipped!: boolean
}

/** What a new Gatehouse needs before it is of use, and how far it is. */
@ApiTags('Overview')
@Controller('admin/v1/first-steps')
export class FirstStepsController {
  constructor(
    private readonly installation: InstallationStore,
    private readonly users: UserStore,
    private readonly counting: UsageCounting,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  @Get()
  @AdminRoute('admin:overview:read')
  @ApiOperation({ summary: 'Show how far a new Gatehouse is' })
  @ApiOkResponse({ type: FirstStepsView })
  async show(): Promise<Answer> {
    return Answer.json(await this.firstSteps())
  }

  @Put()
  @AdminRoute('admin:settings:write')
  @ApiOperation({ summary: 'Put the first steps away for everybody, or fetch them again' })
  @ApiOkResponse({ type: FirstStepsView })
  async skip(@Body() { is_skipped }: FirstStepsFields, @CurrentActor() actor: Actor): Promise<Answer> {
    const now = this.clock.now()
    const type = is_skipped ? 'first_steps.skipped' : 'first_steps.resumed'
    await this.installation.skipFirstSteps(is_skipped ? now : null, actor.event({ type }, now))
    return Answer.json(await this.firstSteps())
  }

  private async firstSteps(): Promise<AdminFirstSteps> {
    const { skippedAt, doneAt } = await this.installation.firstSteps()
    if (doneAt) return { state: 'done', steps: [] }
    await this.counting.catchUp()
    const [hasAdmin, facts] = await Promise.all([
      this.users.hasRole(ADMIN_RESOURCE, 'owner'),
      this.installation.setUpFacts({
        clientIds: Object.values(BUNDLED_CLIENTS),
        resources: [ADMIN_RESOURCE, `${this.settings.issuer}/oauth2/revocations`],
        resourceServer: BUNDLED_CLIENTS.bank,
      }),
    ])
    const isDone = {
      admin: hasAdmin,
      client: facts.hasClient,
      sign_in: facts.hasSignIn,
      resource: facts.hasResource,
    }
    const steps = FIRST_STEPS.map((name) => ({ name, is_done: isDone[name] }))
    if (!steps.every(({ is_done }) => is_done)) return { state: skippedAt ? 'skipped' : 'open', steps }
    await this.installation.finishFirstSteps(this.clock.now())
    return { state: 'done', steps: [] }
  }
}
