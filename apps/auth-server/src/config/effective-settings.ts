import { z } from 'zod'
import { environmentSchema, type Environment } from './environment.js'

/** One setting as it is in force. */
export interface EffectiveSetting {
  name: string
  description: string
  /** Null where it is absent, and always where `isSecret`. */
  value: string | number | null
  /** Null for none. */
  default: string | number | null
  /** Whether the variable gave it, the file that `<name>_FILE` names, or neither. */
  source: SettingSource
  isSecret: boolean
}

export type SettingSource = 'environment' | 'file' | 'default'

/**
 * Settings whose value may be shown. One that is not named here counts as a secret, so that a new one is hidden until
 * somebody says that it need not be.
 */
const SHOWN: ReadonlySet<string> = new Set<keyof Environment>([
  'NODE_ENV',
  'GATEHOUSE_ISSUER',
  'GATEHOUSE_HOST',
  'GATEHOUSE_PORT',
  'GATEHOUSE_WORKERS',
  'GATEHOUSE_TRUSTED_PROXIES',
  'GATEHOUSE_BRAND_NAME',
  'GATEHOUSE_CONSOLE_URL',
  'GATEHOUSE_LOG_LEVEL',
  'GATEHOUSE_DATABASE_POOL_SIZE',
  'GATEHOUSE_DPOP_NONCE',
  'GATEHOUSE_KEY_LEAD_SECONDS',
  'GATEHOUSE_KEY_ROTATION_DAYS',
  'GATEHOUSE_AUTHORIZATION_REQUESTS_PER_MINUTE',
  'GATEHOUSE_PASSWORD_COST',
  'GATEHOUSE_SESSION_LIFETIME_SECONDS',
  'GATEHOUSE_INTERACTION_LIFETIME_SECONDS',
  'GATEHOUSE_AUTHORIZATION_CODE_LIFETIME_SECONDS',
  'GATEHOUSE_ACCESS_TOKEN_LIFETIME_SECONDS',
  'GATEHOUSE_ID_TOKEN_LIFETIME_SECONDS',
  'GATEHOUSE_REFRESH_TOKEN_LIFETIME_SECONDS',
  'GATEHOUSE_REFRESH_FAMILY_LIFETIME_SECONDS',
  'GATEHOUSE_REFRESH_GRACE_SECONDS',
])

/** What the schema says of one setting. */
interface Described {
  description?: string
  default?: string | number
}

/**
 * Every setting, in the order of the schema.
 *
 * @param environment the values as parsed
 * @param sourceOf where a setting came from
 */
export function effectiveSettings(
  environment: Environment,
  sourceOf: (name: string) => SettingSource,
): EffectiveSetting[] {
  const { properties = {} } = z.toJSONSchema(environmentSchema, { io: 'input' })
  const values: Readonly<Record<string, string | number | undefined>> = environment
  return Object.entries(properties as Record<string, Described>).map(([name, setting]) => ({
    name,
    description: setting.description ?? '',
    value: SHOWN.has(name) ? (values[name] ?? null) : null,
    default: setting.default ?? null,
    source: sourceOf(name),
    isSecret: !SHOWN.has(name),
  }))
}
