/** Spans of time that figures can be asked for; each ends now. */
export const USAGE_RANGES = ['24h', '7d', '30d'] as const

export type UsageRange = (typeof USAGE_RANGES)[number]

/** What a set of figures is about. */
export interface AdminUsageSpan {
  range: UsageRange
  /** Where the first bucket begins. */
  from: string
  /** Where the last bucket ends: later than now, unless a bucket begins just then. */
  to: string
  /** How long a bucket of a series is. */
  bucket_seconds: number
  /** Everything up to this moment is counted; null before the first counting. */
  counted_until: string | null
}

/** A figure over a span. */
export interface AdminFigure {
  value: number
  /** The same of the span before, up to the same hour of its last day. */
  previous: number
  /** One number for each bucket, the oldest first. */
  series: number[]
}

/** Tokens that one client got. */
export interface AdminClientTokens {
  client_id: string
  /** Null where there is no such client any more. */
  client_name: string | null
  tokens: number
  /** The same of the span before. */
  previous: number
}

/** Whether something that the server stands on answers. */
export interface AdminReachability {
  is_reachable: boolean
  /** How long the answer took; null without one. */
  latency_ms: number | null
}

/** The key that signs with one algorithm, and whether another is due. */
export interface AdminKeyAge {
  alg: string
  kid: string
  active_since: string
  /** When the schedule replaces it; null where there is no schedule. */
  rotates_at: string | null
  /** True where the schedule is late, or the key is older than 90 days and there is none. */
  is_due: boolean
}

/** A secret that should be replaced. */
export interface AdminDueSecret {
  client_id: string
  client_name: string
  secret_name: string
  created_at: string
  expires_at: string | null
  /** `ending`: within 14 days. `old`: in use for more than 90 days. */
  reason: 'ending' | 'old'
}

/** Secrets that should be replaced, the most urgent first. */
export interface AdminDueSecrets {
  total: number
  /** The first ten. */
  items: AdminDueSecret[]
}

/** The figures of the overview; each is null where it could not be read, and the others stand nevertheless. */
export interface AdminFigures {
  /** People who signed in or got a token; exact for a handful, within 5 % beyond. */
  active_people: AdminFigure | null
  sign_ins: AdminFigure | null
  failed_sign_ins: AdminFigure | null
  /** Sessions that are alive now; above 10,000 as of the last minute. */
  living_sessions: AdminFigure | null
}

/** How the server and what it stands on are; a part is null where it could not be read, or not with these scopes. */
export interface AdminHealth {
  database: AdminReachability
  /** Null where no Redis is configured. */
  redis: AdminReachability | null
  keys: AdminKeyAge[] | null
  secrets: AdminDueSecrets | null
}

/** Parts of the overview that can be asked for alone. */
export const OVERVIEW_PARTS = ['figures', 'clients', 'health'] as const

export type OverviewPart = (typeof OVERVIEW_PARTS)[number]

/** What happens at this server; only the parts that were asked for. */
export interface AdminOverview extends AdminUsageSpan {
  figures?: AdminFigures
  /** Those that got most tokens; null where that could not be read, or not without `admin:clients:read`. */
  top_clients?: AdminClientTokens[] | null
  health?: AdminHealth
}

/** How often something happened, by one property of it. */
export interface AdminTally {
  /** A grant type or an error code. */
  name: string
  count: number
}

/** What one client does at this server. */
export interface AdminClientUsage extends AdminUsageSpan {
  tokens: AdminFigure
  tokens_by_grant_type: AdminTally[]
  /** Requests that were refused; what a server held in memory when it died is missing. */
  refusals: AdminFigure
  refusals_by_error: AdminTally[]
  /** When it last got a token; null for never, or not within 400 days. */
  last_used_at: string | null
}

/** The steps of a new Gatehouse, in their order. */
export const FIRST_STEPS = ['admin', 'client', 'sign_in', 'resource'] as const

export type FirstStep = (typeof FIRST_STEPS)[number]

/** How far a new Gatehouse is. What the installation brings along does not count. */
export interface AdminFirstSteps {
  /** `done` for ever once every step was done. */
  state: 'open' | 'skipped' | 'done'
  /** Empty once done. */
  steps: { name: FirstStep; is_done: boolean }[]
}
