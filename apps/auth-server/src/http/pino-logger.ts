import type { LoggerService } from '@nestjs/common'
import type { FastifyBaseLogger } from 'fastify'

/** Nest's log lines, by the web framework's logger: one stream, one form. */
export class PinoLogger implements LoggerService {
  constructor(private readonly pino: FastifyBaseLogger) {}

  log(message: unknown, ...rest: unknown[]): void {
    // Nest reports each route and module at this level while it starts.
    this.write('debug', message, rest)
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest)
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest)
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest)
  }

  private write(level: 'debug' | 'warn' | 'error' | 'fatal', message: unknown, rest: unknown[]): void {
    const context = rest.at(-1)
    const [detail] = rest.length > 1 ? rest : []
    const fields = {
      ...(typeof context === 'string' ? { context } : {}),
      ...(detail === undefined ? {} : { detail }),
    }
    if (message instanceof Error) this.pino[level]({ ...fields, err: message }, message.message)
    else if (typeof message === 'object' && message !== null) this.pino[level]({ ...fields, ...message })
    else this.pino[level](fields, String(message))
  }
}
