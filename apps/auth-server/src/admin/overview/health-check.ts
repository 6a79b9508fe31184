import { Injectable } from '@nestjs/common'
import { ClientStore, Database, SigningKeyRotationStore, type SigningKey } from '@gatehouse/data-access'
import type {
  AdminDueSecrets,
  AdminHealth,
  AdminKeyAge,
  AdminReachability,
  AdminScope,
} from '@gatehouse/token-types'
import { Clock } from '../../config/clock.js'
import { KeyRotations } from '../../oauth/keys/key-rotation.js'
import { SharedRedis } from '../../storage/shared-redis.js'
import { orNull } from './or-null.js'

const DAY_MS = 86_400_000
/** Without a schedule, a key older than this is due. */
const OLD_KEY_MS = 90 * DAY_MS
/** The schedule looks each half minute, and waits for a new key to be known: only then it is late. */
const LATE_MS = DAY_MS
const MOST_SECRETS = 10
/** Who has not answered by then counts as away, in milliseconds. */
const ANSWER_WITHIN_MS = 2_000

/** How the server and what it stands on are. */
@Injectable()
export class HealthCheck {
  constructor(
    private readonly database: Database,
    private readonly redis: SharedRedis,
    private readonly keys: SigningKeyRotationStore,
    private readonly rotations: KeyRotations,
    private readonly clients: ClientStore,
    private readonly clock: Clock,
  ) {}

  /** What fails is told as such, what the scopes do not allow is left out; the rest is told nevertheless. */
  async run(scopes: ReadonlySet<AdminScope>): Promise<AdminHealth> {
    const { client } = this.redis
    const [database, redis, keys, secrets] = await Promise.all([
      reach(() => this.database.ping()),
      client ? reach(() => client.ping()) : null,
      scopes.has('admin:keys:read') ? orNull(this.keyAges()) : null,
      scopes.has('admin:clients:read') ? orNull(this.dueSecrets()) : null,
    ])
    return { database, redis, keys, secrets }
  }

  private async keyAges(): Promise<AdminKeyAge[]> {
    const now = this.clock.now()
    const active = (await this.keys.all()).filter(({ status }) => status === 'active')
    return active.map((key) => this.keyAge(key, now)).sort((a, b) => (a.alg < b.alg ? -1 : 1))
  }

  private keyAge(key: SigningKey, now: Date): AdminKeyAge {
    const since = key.activatedAt ?? key.createdAt
    const rotatesAt = this.rotations.rotatesAt(key)
    const dueAt = rotatesAt ? rotatesAt.getTime() + LATE_MS : since.getTime() + OLD_KEY_MS
    return {
      alg: key.alg,
      kid: key.kid,
      active_since: since.toISOString(),
      rotates_at: rotatesAt?.toISOString() ?? null,
      is_due: now.getTime() >= dueAt,
    }
  }

  private async dueSecrets(): Promise<AdminDueSecrets> {
    const { total, secrets } = await this.clients.dueSecrets(this.clock.now(), MOST_SECRETS)
    const items = secrets.map(({ clientId, clientName, name, createdAt, expiresAt, isEnding }) => ({
      client_id: clientId,
      client_name: clientName,
      secret_name: name,
      created_at: createdAt.toISOString(),
      expires_at: expiresAt?.toISOString() ?? null,
      reason: isEnding ? ('ending' as const) : ('old' as const),
    }))
    return { total, items }
  }
}

async function reach(ping: () => Promise<unknown>): Promise<AdminReachability> {
  const begun = performance.now()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), ANSWER_WITHIN_MS)
  })
  try {
    await Promise.race([ping(), late])
    return { is_reachable: true, latency_ms: Math.round(performance.now() - begun) }
  } catch {
    return { is_reachable: false, latency_ms: null }
  } finally {
    clearTimeout(timer)
  }
}
