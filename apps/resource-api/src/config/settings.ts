import type { ResourceServerOptions } from '@gatehouse/guards'
import { environmentSchema, type Environment } from './environment.js'

/** A setting is missing or broken. The message has one line for each, ready for the terminal. */
export class BrokenSettings extends Error {
  override readonly name = 'BrokenSettings'
}

/** How long the bank believes an answer of introspection. */
const INTROSPECTION_CACHE_SECONDS = 2

/**
 * What the bank was told, parsed once. Read-only; nothing else reads the environment.
 *
 * Enforces: in production the issuer is https, loopback excepted.
 */
export class Settings {
  readonly issuer: string
  /** Resource identifier of the bank (RFC 8707 §2). */
  readonly audience: string
  readonly host: string
  readonly port: number
  readonly databaseUrl: string
  readonly logLevel: Environment['GATEHOUSE_LOG_LEVEL']
  readonly revocation: ResourceServerOptions['revocation']
  readonly dpop: NonNullable<ResourceServerOptions['dpop']>

  private constructor(environment: Environment) {
    this.issuer = environment.GATEHOUSE_ISSUER
    const { protocol, hostname } = new URL(this.issuer)
    const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
    if (environment.NODE_ENV === 'production' && protocol !== 'https:' && !loopback)
      throw new BrokenSettings('GATEHOUSE_ISSUER: must be https in production')
    this.host = environment.GATEHOUSE_HOST
    this.port = environment.GATEHOUSE_BANK_PORT
    this.audience = environment.GATEHOUSE_BANK_URL ?? `http://localhost:${this.port}`
    this.databaseUrl = environment.DATABASE_URL
    this.logLevel = environment.GATEHOUSE_LOG_LEVEL
    this.revocation = revocationOf(environment)
    this.dpop = { mode: environment.GATEHOUSE_BANK_DPOP }
  }

  /** @throws BrokenSettings naming each variable that is missing or wrong */
  static parse(variables: Record<string, string | undefined>): Settings {
    const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value))
    const parsed = environmentSchema.safeParse(given)
    if (parsed.success) return new Settings(parsed.data)
    const lines = parsed.error.issues.map(({ path, message }) => {
      const name = path.join('.')
      return given[name] === undefined ? `${name} is missing` : `${name}: ${message}`
    })
    throw new BrokenSettings(lines.join('\n'))
  }

  static fromEnvironment(): Settings {
    return Settings.parse(process.env)
  }
}

function revocationOf(environment: Environment): ResourceServerOptions['revocation'] {
  const { GATEHOUSE_BANK_CLIENT_ID: clientId, GATEHOUSE_BANK_CLIENT_SECRET: clientSecret } = environment
  if (clientId === undefined && clientSecret === undefined) return 'none'
  if (clientId === undefined)
    throw new BrokenSettings('GATEHOUSE_BANK_CLIENT_ID is missing beside the secret')
  if (clientSecret === undefined)
    throw new BrokenSettings('GATEHOUSE_BANK_CLIENT_SECRET is missing beside the id')
  switch (environment.GATEHOUSE_BANK_REVOCATION) {
    case 'feed':
      return {
        feed: {
          clientId,
          clientSecret,
          silenceBoundSeconds: environment.GATEHOUSE_BANK_SILENCE_BOUND_SECONDS,
        },
      }
    case 'introspection':
      return { introspection: { clientId, clientSecret, cacheSeconds: INTROSPECTION_CACHE_SECONDS } }
    case 'none':
      return 'none'
  }
}
