import {
  FIRST_STEPS,
  USAGE_RANGES,
  type AdminClientTokens,
  type AdminClientUsage,
  type AdminDueSecret,
  type AdminDueSecrets,
  type AdminFigure,
  type AdminFigures,
  type AdminFirstSteps,
  type AdminHealth,
  type AdminKeyAge,
  type AdminOverview,
  type AdminReachability,
  type AdminTally,
  type AdminUsageSpan,
  type FirstStep,
  type UsageRange,
} from '@gatehouse/token-types'
import { ApiProperty } from '@nestjs/swagger'
import {
  FlagField,
  MomentField,
  ObjectField,
  ObjectListField,
  TextField,
  WholeNumberField,
} from '../route/fields.js'

const MOST = Number.MAX_SAFE_INTEGER
const CountField = (description: string) => WholeNumberField({ description, least: 0, most: MOST })

/** What a set of figures is about. */
class UsageSpanView implements AdminUsageSpan {
  @TextField({ description: 'The span that was asked for', oneOf: USAGE_RANGES })
  range!: UsageRange
  @MomentField({ description: 'Where the first bucket begins' })
  from!: string
  @MomentField({ description: 'Where the last bucket ends' })
  to!: string
  @CountField('Length of a bucket')
  bucket_seconds!: number
  @MomentField({ description: 'Everything up to then is counted', nullable: true })
  counted_until!: string | null
}

class FigureView implements AdminFigure {
  @CountField('In the span')
  value!: number
  @CountField('In the span before, up to the same hour')
  previous!: number
  @ApiProperty({ description: 'In each bucket, the oldest first', type: 'integer', isArray: true })
  series!: number[]
}

class FiguresView implements AdminFigures {
  @ObjectField({ description: 'People who signed in or got a token', nullable: true }, () => FigureView)
  active_people!: FigureView | null
  @ObjectField({ description: 'Sign-ins', nullable: true }, () => FigureView)
  sign_ins!: FigureView | null
  @ObjectField({ description: 'Sign-ins that failed', nullable: true }, () => FigureView)
  failed_sign_ins!: FigureView | null
  @ObjectField({ description: 'Sessions that are alive', nullable: true }, () => FigureView)
  living_sessions!: FigureView | null
}

class ClientTokensView implements AdminClientTokens {
  @TextField({ description: 'The client' })
  client_id!: string
  @TextField({ description: 'Its name; null when it was removed', nullable: true })
  client_name!: string | null
  @CountField('Tokens in the span')
  tokens!: number
  @CountField('Tokens in the span before')
  previous!: number
}

class ReachabilityView implements AdminReachability {
  @FlagField({ description: 'Whether it answers' })
  is_reachable!: boolean
  @WholeNumberField({ description: 'How long it took', least: 0, most: MOST, nullable: true })
  latency_ms!: number | null
}

class KeyAgeView implements AdminKeyAge {
  @TextField({ description: 'JWS algorithm' })
  alg!: string
  @TextField({ description: 'Id of the key that signs' })
  kid!: string
  @MomentField({ description: 'When it began to sign' })
  active_since!: string
  @MomentField({ description: 'When the schedule replaces it', nullable: true })
  rotates_at!: string | null
  @FlagField({ description: 'Whether another is due' })
  is_due!: boolean
}

class DueSecretView implements AdminDueSecret {
  @TextField({ description: 'Client whose it is' })
  client_id!: string
  @TextField({ description: 'Name of the client' })
  client_name!: string
  @TextField({ description: 'What the secret is called' })
  secret_name!: string
  @MomentField({ description: 'When it was made' })
  created_at!: string
  @MomentField({ description: 'When it ends', nullable: true })
  expires_at!: string | null
  @TextField({ description: 'Why it is due', oneOf: ['ending', 'old'] })
  reason!: 'ending' | 'old'
}

class DueSecretsView implements AdminDueSecrets {
  @CountField('How many are due')
  total!: number
  @ObjectListField({ description: 'The most urgent ones' }, () => DueSecretView)
  items!: DueSecretView[]
}

class HealthView implements AdminHealth {
  @ObjectField({ description: 'PostgreSQL' }, () => ReachabilityView)
  database!: ReachabilityView
  @ObjectField({ description: 'Redis, where one is configured', nullable: true }, () => ReachabilityView)
  redis!: ReachabilityView | null
  @ObjectListField({ description: 'Keys that sign', nullable: true }, () => KeyAgeView)
  keys!: KeyAgeView[] | null
  @ObjectField({ description: 'Secrets that should be replaced', nullable: true }, () => DueSecretsView)
  secrets!: DueSecretsView | null
}

/** What happens at this server. */
export class OverviewView extends UsageSpanView implements AdminOverview {
  @ObjectField({ description: 'Each is null where it could not be read', optional: true }, () => FiguresView)
  figures?: FiguresView
  @ObjectListField(
    { description: 'Those that got most tokens', nullable: true, optional: true },
    () => ClientTokensView,
  )
  top_clients?: ClientTokensView[] | null
  @ObjectField({ description: 'What the server stands on', optional: true }, () => HealthView)
  health?: HealthView
}

class TallyView implements AdminTally {
  @TextField({ description: 'Grant type or error code' })
  name!: string
  @CountField('How often')
  count!: number
}

/** What one client does. */
export class ClientUsageView extends UsageSpanView implements AdminClientUsage {
  @ObjectField({ description: 'Tokens that it got' }, () => FigureView)
  tokens!: FigureView
  @ObjectListField({ description: 'The same by grant type' }, () => TallyView)
  tokens_by_grant_type!: TallyView[]
  @ObjectField({ description: 'Requests that were refused' }, () => FigureView)
  refusals!: FigureView
  @ObjectListField({ description: 'The same by error code' }, () => TallyView)
  refusals_by_error!: TallyView[]
  @MomentField({ description: 'When it last got a token, within 400 days', nullable: true })
  last_used_at!: string | null
}

class FirstStepView {
  @TextField({ description: 'Which', oneOf: FIRST_STEPS })
  name!: FirstStep
  @FlagField({ description: 'Whether it was done' })
  is_done!: boolean
}

/** How far a new Gatehouse is. */
export class FirstStepsView implements AdminFirstSteps {
  @TextField({ description: 'Done for ever once every step was', oneOf: ['open', 'skipped', 'done'] })
  state!: 'open' | 'skipped' | 'done'
  @ObjectListField({ description: 'Empty once done' }, () => FirstStepView)
  steps!: FirstStepView[]
}
