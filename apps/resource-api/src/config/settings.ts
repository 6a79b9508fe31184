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
    const lines = (parsed.error?.issues ?? []).map(({ path, message }) => {
      const name = path.join('.')
      return given[name] === undefined ? `${name} is missing` : `${name}: ${message}`
    })
    lines.push(...contradictions(given))
    if (parsed.success && !lines.length) return new Settings(parsed.data)
    throw new BrokenSettings(lines.join('\n'))
  }

  static fromEnvironment(): Settings {
    return Settings.parse(process.env)
  }
}

/** What no setting says alone: the client whole or not at all, and https in production. */
function contradictions(given: Record<string, string | undefined>): string[] {
  const { GATEHOUSE_BANK_CLIENT_ID: id, GATEHOUSE_BANK_CLIENT_SECRET: secret, NODE_ENV } = given
  const issuer = given['GATEHOUSE_ISSUER'] ?? ''
  const { protocol, hostname = '' } = URL.canParse(issuer) ? new URL(issuer) : {}
  const isOpen = protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  return [
    ...(isOpen && NODE_ENV === 'production' ? ['GATEHOUSE_ISSUER: must be https in production'] : []),
    ...(secret !== undefined && id === undefined
      ? ['GATEHOUSE_BANK_CLIENT_ID is missing beside the secret']
      : []),
    ...(id !== undefined && secret === undefined
      ? ['GATEHOUSE_BANK_CLIENT_SECRET is missing beside the id']
      : []),
  ]
}

function revocationOf(environment: Environment): ResourceServerOptions['revocation'] {
  const { GATEHOUSE_BANK_CLIENT_ID: clientId, GATEHOUSE_BANK_CLIENT_SECRET: clientSecret } = environment
  if (clientId === undefined || clientSecret === undefined) return 'none'
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
