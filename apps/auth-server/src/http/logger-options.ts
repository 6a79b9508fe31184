import type { FastifyServerOptions } from 'fastify'
import type { Settings } from '../config/settings.js'
import type { LogStream } from './log-stream.js'
import { requestFields } from './request-log.js'

/** Names under which a secret could reach a log line, at any of the first three levels. */
const SECRET_NAMES = new Set([
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'client_secret',
  'client_assertion',
  'code',
  'code_verifier',
  'refresh_token',
  'access_token',
  'id_token',
  'id_token_hint',
  'token',
  'csrf',
])

/**
 * JWTs, and values of secret parameters, wherever they stand in a text. Each takes time in proportion to the text, for
 * anybody may send one: a word is taken whole, by what precedes it and by `\1`, and never looked at again from within.
 */
const SECRET_PATTERNS: readonly [RegExp, string][] = [
  [/(?<![\w-])(?=[\w-]*eyJ)(?=([\w-]+))\1\.[\w-]+\.[\w-]*/gu, '[token]'],
  [/\b(Bearer|Basic|DPoP)\s+[\w+/=.~-]+/giu, '$1 [removed]'],
  [
    /\b(client_secret|password|code|code_verifier|refresh_token|access_token|token|client_assertion|csrf|gatehouse-session|gatehouse-browser)=[^&;\s"]+/giu,
    '$1=[removed]',
  ],
]

/** What every text that a pattern finds something in must hold: most texts hold none of it and are left as they are. */
const MAY_HOLD_SECRETS = /[=\s]|eyJ/u

/** Removes tokens, codes and secrets from a text by pattern. */
export function withoutSecrets(text: string): string {
  if (!MAY_HOLD_SECRETS.test(text)) return text
  return SECRET_PATTERNS.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text)
}

/**
 * The same for every text in a value, to the depth at which log lines end; what stands under the name of a secret is
 * removed whole. Errors are left to their serializer, and what makes its own JSON to itself.
 */
function cleaned(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return withoutSecrets(value)
  if (typeof value !== 'object' || value === null || depth > 3) return value
  if (Array.isArray(value)) return value.map((item) => cleaned(item, depth + 1))
  if (value instanceof Error || 'toJSON' in value) return value
  const fields = value as Readonly<Record<string, unknown>>
  const clean: Record<string, unknown> = {}
  for (const name of Object.keys(fields)) {
    clean[name] = SECRET_NAMES.has(name) ? '[removed]' : cleaned(fields[name], depth + 1)
  }
  return clean
}

let lastMs = 0
let lastTime = ''

/** The time as a member of a line; many lines are of the same millisecond. */
function timeMember(): string {
  // eslint-disable-next-line no-restricted-syntax -- a log line carries the machine's time, not the server's clock
  const nowMs = Date.now()
  if (nowMs !== lastMs) {
    lastMs = nowMs
    lastTime = `,"time":"${new Date(nowMs).toISOString()}"`
  }
  return lastTime
}

/** JSON logs by pino, with secrets removed by name and by pattern. */
export function loggerOptions(
  settings: Settings,
  stream: LogStream,
): NonNullable<FastifyServerOptions['logger']> {
  return {
    stream,
    level: settings.logLevel,
    base: null,
    timestamp: timeMember,
    mixin: requestFields,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: object) => cleaned(fields) as Record<string, unknown>,
    },
    hooks: {
      logMethod(parameters: unknown[], method) {
        parameters.forEach((value, at) => {
          if (typeof value === 'string') parameters[at] = withoutSecrets(value)
        })
        method.apply(this, parameters as Parameters<typeof method>)
      },
    },
    serializers: {
      err: (error: Error) => ({
        type: error.name,
        message: withoutSecrets(error.message),
        stack: withoutSecrets(error.stack ?? ''),
      }),
    },
  }
}
