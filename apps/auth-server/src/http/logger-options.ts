import type { FastifyServerOptions } from 'fastify'
import type { Settings } from '../config/settings.js'

/** Names under which a secret could reach a log line, at any of the first three levels. */
const SECRET_NAMES = [
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
]

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

/** Removes tokens, codes and secrets from a text by pattern. */
export function withoutSecrets(text: string): string {
  return SECRET_PATTERNS.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text)
}

/** The same for every text in a value, to the depth at which log lines end. */
function cleaned(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return withoutSecrets(value)
  if (typeof value !== 'object' || value === null || depth > 3) return value
  if (Array.isArray(value)) return value.map((item) => cleaned(item, depth + 1))
  if (Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, cleaned(item, depth + 1)]))
}

/** JSON logs by pino, with secrets removed by path and by pattern. */
export function loggerOptions(settings: Settings): NonNullable<FastifyServerOptions['logger']> {
  const paths = SECRET_NAMES.flatMap((name) => {
    const key = `["${name}"]`
    return [key, `*${key}`, `*.*${key}`]
  })
  return {
    level: settings.logLevel,
    base: null,
    // eslint-disable-next-line no-restricted-syntax -- a log line carries the machine's time, not the server's clock
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: object) => cleaned(fields) as Record<string, unknown>,
    },
    redact: { paths, censor: '[removed]' },
    hooks: {
      logMethod(parameters, method) {
        method.apply(
          this,
          parameters.map((value: unknown) =>
            typeof value === 'string' ? withoutSecrets(value) : value,
          ) as typeof parameters,
        )
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
