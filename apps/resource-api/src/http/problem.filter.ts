import { STATUS_CODES } from 'node:http'
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common'
import { AccessRefused } from '@gatehouse/guards'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem, type ProblemDetails } from './problem.js'

/**
 * Answers every failure: problem details (RFC 9457) for the bank's own, and what the guard refused as the guard worded
 * it (RFC 6750 §3).
 *
 * Never: shows the inside. What was not foreseen becomes a 500 with the request's id, and goes to the log.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Bank')

  catch(exception: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>()
    if (exception instanceof AccessRefused) {
      void reply.status(exception.getStatus()).send(exception.getResponse())
      return
    }
    const details = this.detailsOf(exception, host.switchToHttp().getRequest<FastifyRequest>().id)
    if (details.status === 503) void reply.header('retry-after', '5')
    void reply.status(details.status).type('application/problem+json').send(JSON.stringify(details))
  }

  private detailsOf(exception: unknown, traceId: string): ProblemDetails {
    if (exception instanceof Problem) return exception.getResponse() as ProblemDetails
    const status = statusOf(exception)
    if (status >= 400 && status < 500) return plain(status)
    this.logger.error({ traceId, err: exception })
    return { ...plain(500), traceId }
  }
}

function statusOf(exception: unknown): number {
  if (exception instanceof HttpException) return exception.getStatus()
  const status = (exception as { statusCode?: unknown } | null)?.statusCode
  return typeof status === 'number' ? status : 500
}

function plain(status: number): ProblemDetails {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status }
}
