import type { LoggerService } from '@nestjs/common'
import type { FastifyBaseLogger } from 'fastify'

/** Nest's log lines, written by Fastify's logger: one form for all of them. */
export class ServerLogger implements LoggerService {
  constructor(private readonly logger: FastifyBaseLogger) {}

  log(message: unknown, context?: string): void {
    this.logger.info(...lineOf(message, context))
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error(...lineOf(message, rest.at(-1)))
  }

  warn(message: unknown, context?: string): void {
    this.logger.warn(...lineOf(message, context))
  }

  debug(message: unknown, context?: string): void {
    this.logger.debug(...lineOf(message, context))
  }

  verbose(message: unknown, context?: string): void {
    this.logger.trace(...lineOf(message, context))
  }

  fatal(message: unknown, context?: string): void {
    this.logger.fatal(...lineOf(message, context))
  }
}

function lineOf(message: unknown, context: unknown): [object, string?] {
  if (message instanceof Error) return [{ err: message, context }]
  return typeof message === 'object' && message !== null
    ? [{ ...message, context }]
    : [{ context }, String(message)]
}
