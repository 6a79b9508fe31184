import { z } from 'zod'

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

/** True for a URL whose host can only be this machine (RFC 8252 §7.3). */
export const isLoopback = (url: URL): boolean => LOOPBACK_HOSTS.has(url.hostname)

/** An absolute URL that is https, or http on this machine, and carries no query, fragment or user. */
const secureUrl = z
  .string()
  .refine((text) => URL.canParse(text), 'is not an absolute URL')
  .refine(
    (text) => !URL.canParse(text) || hasSecureScheme(new URL(text)),
    'must be https (http only on a loopback host)',
  )
  .refine(
    (text) => !/[?#]/.test(text) && !/\/\/[^/]*@/.test(text),
    'must have no query, fragment or user name',
  )

const hasSecureScheme = (url: URL): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))

/**
 * Every setting of the console, by the name of its environment variable. An empty value counts as absent.
 *
 * @public tools/configuration-page.mjs makes a page of it
 */
export const environmentSchema = z.object({
  GATEHOUSE_ISSUER: secureUrl
    .default('http://localhost:4000')
    .describe('Issuer of the authorization server that people sign in at; https, loopback excepted.'),
  GATEHOUSE_CONSOLE_URL: secureUrl
    .refine(
      (text) => !URL.canParse(text) || new URL(text).pathname === '/',
      'must be an origin without a path',
    )
    .default('http://localhost:4002')
    .describe(
      'Public origin of the console; its redirect URIs, cookies and links follow it. https, loopback excepted.',
    ),
  GATEHOUSE_CONSOLE_CLIENT_ID: z
    .string()
    .min(1, 'must not be empty')
    .default('admin-console')
    .describe('Client of the console at the authorization server.'),
  GATEHOUSE_CONSOLE_CLIENT_SECRET: z
    .string('is missing')
    .min(1, 'must not be empty')
    .describe('Secret of that client.'),
  GATEHOUSE_CONSOLE_SECRET: z
    .string('is missing')
    .min(32, 'must have at least 32 characters')
    .describe('Root of the keys that seal cookies and stored sessions; at least 32 random characters.'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must begin with redis:// or rediss://')
    .optional()
    .describe('Redis that keeps the sessions. Absent: the memory of the process.'),
})

/** Every setting of the console, checked; nothing else is read from the environment. */
export interface ConsoleSettings {
  /** Issuer identifier of the authorization server, exactly as its metadata spells it. */
  readonly issuer: URL
  /** Public origin of the console; every redirect URI, cookie rule and link derives from it. */
  readonly consoleUrl: URL
  readonly client: { readonly id: string; readonly secret: string }
  /** Root of the keys that seal cookies and stored sessions. */
  readonly secret: string
  /** Redis that keeps the sessions; absent means the memory of this process. */
  readonly redisUrl: string | undefined
}

/** A setting is missing or wrong; the message holds one line for each. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
}

/**
 * Reads the settings from environment variables; an empty variable counts as absent.
 *
 * @throws {SettingsError} naming every variable that is missing or wrong, never its value
 */
export function parseSettings(variables: Readonly<Record<string, string | undefined>>): ConsoleSettings {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  )
  const result = environmentSchema.safeParse(given)
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
    throw new SettingsError([...new Set(lines)].join('; '))
  }
  const values = result.data
  return {
    issuer: new URL(values.GATEHOUSE_ISSUER),
    consoleUrl: new URL(values.GATEHOUSE_CONSOLE_URL),
    client: { id: values.GATEHOUSE_CONSOLE_CLIENT_ID, secret: values.GATEHOUSE_CONSOLE_CLIENT_SECRET },
    secret: values.GATEHOUSE_CONSOLE_SECRET,
    redisUrl: values.REDIS_URL,
  }
}
