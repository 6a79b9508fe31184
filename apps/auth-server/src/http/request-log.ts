import type { FastifyBaseLogger } from 'fastify'

/** What is said of a request. */
export interface AnsweredRequest {
  traceId: string
  method: string
  /** Without its query. */
  path: string
  status: number
  durationMs: number
}

/** One line for a request that was answered. */
export function requestAnswered(log: FastifyBaseLogger, answered: AnsweredRequest): void {
  const { traceId: reqId, method, path, status, durationMs } = answered
  log.info({ reqId, method, path, status, durationMs }, 'request')
}

/**
 * The logger of one request. pino's own `child` would write its fields as text beforehand, for each request anew, though
 * nearly none has anything to say but that it was answered; so the trace id is kept as it is, and `requestFields` adds it
 * to the lines that there are. A level or serializers of a single route would not be heeded.
 */
export function requestLogger(logger: FastifyBaseLogger, bindings: { reqId?: string }): FastifyBaseLogger {
  return Object.assign(Object.create(logger) as FastifyBaseLogger, { reqId: bindings.reqId })
}

/** The trace id, in each line of a request's logger; for pino's `mixin`. */
export function requestFields(_fields: object, _level: number, logger: object): object {
  const { reqId } = logger as { reqId?: string }
  return reqId === undefined ? {} : { reqId }
}
