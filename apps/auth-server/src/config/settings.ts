import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { effectiveSettings, type EffectiveSetting, type SettingSource } from './effective-settings.js'
import { environmentSchema, productionSchema, type Environment } from './environment.js'

/** A setting is missing or broken. The message has one line for each, ready for the terminal. */
export class BrokenSettings extends Error {
  override readonly name = 'BrokenSettings'
}

/**
 * What the server was told, parsed once. Read-only; nothing else reads the environment.
 *
 * Enforces: in production the issuer is https (loopback excepted), and every secret is given.
 */
export class Settings {
  readonly production: boolean
  readonly issuer: string
  /** True when the issuer is https: cookies are `Secure` with the `__Host-` prefix, and HSTS is sent. */
  readonly secure: boolean
  readonly host: string
  readonly port: number
  /** Processes that share the port. */
  readonly workers: number
  readonly trustedProxies: readonly string[]
  readonly brandName: string
  readonly consoleUrl: string | undefined
  readonly logLevel: Environment['GATEHOUSE_LOG_LEVEL']
  readonly databaseUrl: string
  readonly databasePoolSize: number
  readonly redisUrl: string | undefined
  readonly secrets: {
    readonly keyEncryptionKey: Buffer
    readonly previousKeyEncryptionKey: Buffer | undefined
    readonly passwordPepper: string
    readonly cookieSecret: string
  }
  readonly keyRotation: {
    /** Age at which a signing key is replaced, in days; 0 for never. */
    readonly days: number
    /** How long a signing key is published before it signs. */
    readonly leadSeconds: number
  }
  readonly passwordCost: number
  /** True when a DPoP proof must hold a nonce of this server (RFC 9449 §8). */
  readonly dpopNonceRequired: boolean
  /** Authorization requests that one address may begin in a minute at this process, where a person must act. */
  readonly authorizationRequestsPerMinute: number
  /** Whole seconds, each. */
  readonly lifetimes: {
    readonly sessionSeconds: number
    readonly interactionSeconds: number
    readonly authorizationCodeSeconds: number
    readonly accessTokenSeconds: number
    readonly idTokenSeconds: number
    readonly refreshTokenSeconds: number
    readonly refreshFamilySeconds: number
    readonly refreshGraceSeconds: number
  }

  /** Every setting by itself, as an admin may see it; secrets are withheld. */
  readonly effective: readonly EffectiveSetting[]

  private constructor(environment: Environment, sourceOf: (name: string) => SettingSource) {
    this.production = environment.NODE_ENV === 'production'
    this.issuer = new URL(
      environment.GATEHOUSE_ISSUER ?? `http://localhost:${environment.GATEHOUSE_PORT}`,
    ).origin
    this.effective = effectiveSettings({ ...environment, GATEHOUSE_ISSUER: this.issuer }, sourceOf)
    this.secure = this.issuer.startsWith('https:')
    this.host = environment.GATEHOUSE_HOST
    this.port = environment.GATEHOUSE_PORT
    this.workers = environment.GATEHOUSE_WORKERS
    this.trustedProxies = (environment.GATEHOUSE_TRUSTED_PROXIES ?? '')
      .split(',')
      .map((entry) => entry.trim())
      .filter(Boolean)
    this.brandName = environment.GATEHOUSE_BRAND_NAME
    this.consoleUrl = environment.GATEHOUSE_CONSOLE_URL
    this.logLevel = environment.GATEHOUSE_LOG_LEVEL
    this.databaseUrl = environment.DATABASE_URL
    this.databasePoolSize = environment.GATEHOUSE_DATABASE_POOL_SIZE
    this.redisUrl = environment.REDIS_URL
    const previous = environment.GATEHOUSE_PREVIOUS_KEY_ENCRYPTION_KEY
    this.secrets = {
      keyEncryptionKey: Buffer.from(environment.GATEHOUSE_KEY_ENCRYPTION_KEY, 'base64url'),
      previousKeyEncryptionKey: previous ? Buffer.from(previous, 'base64url') : undefined,
      passwordPepper: environment.GATEHOUSE_PASSWORD_PEPPER,
      cookieSecret: environment.GATEHOUSE_COOKIE_SECRET,
    }
    this.keyRotation = {
      days: environment.GATEHOUSE_KEY_ROTATION_DAYS,
      leadSeconds: environment.GATEHOUSE_KEY_LEAD_SECONDS,
    }
    this.passwordCost = environment.GATEHOUSE_PASSWORD_COST
    this.dpopNonceRequired = environment.GATEHOUSE_DPOP_NONCE === 'required'
    this.authorizationRequestsPerMinute = environment.GATEHOUSE_AUTHORIZATION_REQUESTS_PER_MINUTE
    this.lifetimes = {
      sessionSeconds: environment.GATEHOUSE_SESSION_LIFETIME_SECONDS,
      interactionSeconds: environment.GATEHOUSE_INTERACTION_LIFETIME_SECONDS,
      authorizationCodeSeconds: environment.GATEHOUSE_AUTHORIZATION_CODE_LIFETIME_SECONDS,
      accessTokenSeconds: environment.GATEHOUSE_ACCESS_TOKEN_LIFETIME_SECONDS,
      idTokenSeconds: environment.GATEHOUSE_ID_TOKEN_LIFETIME_SECONDS,
      refreshTokenSeconds: environment.GATEHOUSE_REFRESH_TOKEN_LIFETIME_SECONDS,
      refreshFamilySeconds: environment.GATEHOUSE_REFRESH_FAMILY_LIFETIME_SECONDS,
      refreshGraceSeconds: environment.GATEHOUSE_REFRESH_GRACE_SECONDS,
    }
  }

  /**
   * @throws BrokenSettings naming each variable that is missing or wrong.
   */
  static parse(variables: Record<string, string | undefined>): Settings {
    const { NODE_ENV } = readVariables(environmentSchema.pick({ NODE_ENV: true }), variables)
    const schema = NODE_ENV === 'production' ? productionSchema : environmentSchema
    return new Settings(readVariables(schema, variables), (name) =>
      variables[name] ? 'environment' : variables[`${name}_FILE`] ? 'file' : 'default',
    )
  }

  static fromEnvironment(): Settings {
    return Settings.parse(process.env)
  }

  /** An absolute URL below the issuer. */
  url(path: `/${string}`): string {
    return this.issuer + path
  }
}

/**
 * The settings that the schema names, out of the environment. Each may come from a file instead, named by
 * `<SETTING>_FILE`, as container secrets do.
 *
 * @throws BrokenSettings naming each variable that is missing or wrong.
 */
export function readVariables<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  variables: Record<string, string | undefined>,
): z.output<z.ZodObject<Shape>> {
  const parsed = schema.safeParse(withFiles(Object.keys(schema.shape), variables))
  if (parsed.success) return parsed.data
  throw new BrokenSettings(
    parsed.error.issues
      .map((issue) => {
        const name = issue.path.join('.')
        return isAbsent(variables, name) ? `${name} is missing` : `${name}: ${issue.message}`
      })
      .join('\n'),
  )
}

function isAbsent(variables: Record<string, string | undefined>, name: string): boolean {
  return !variables[name] && !variables[`${name}_FILE`]
}

function withFiles(
  names: readonly string[],
  variables: Record<string, string | undefined>,
): Record<string, string> {
  const given: Record<string, string> = {}
  for (const name of names) {
    const file = variables[`${name}_FILE`]
    if (variables[name]) given[name] = variables[name]
    else if (file) given[name] = readSecretFile(name, file)
  }
  return given
}

function readSecretFile(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new BrokenSettings(`${name}_FILE: ${file} cannot be read`, { cause })
  }
}
