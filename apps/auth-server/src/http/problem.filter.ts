import { STATUS_CODES } from 'node:http'
import {
  Catch,
  HttpException,
  Injectable,
  Logger,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common'
import { AccessRefused } from '@gatehouse/guards'
import { OAuthError } from '@gatehouse/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Settings } from '../config/settings.js'
import { Answer } from './answer.js'
import { sendAnswer } from './http-server.js'
import { Problem, type ProblemBody } from './problem.js'

/**
 * Answers every failure of the admin API as problem details. What the guard refused keeps its status and its challenge
 * (RFC 6750 §3), which are written already.
 *
 * Never: shows the inside. What was not foreseen becomes a 500 with the trace id, and goes to the log.
 *
 * @see RFC 9457
 */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('admin')

  constructor(private readonly settings: Settings) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>()
    const reply = host.switchToHttp().getResponse<FastifyReply>()
    const body = this.bodyOf(exception, request.id)
    const answer = Answer.json(
      { ...body, trace_id: request.id },
      {
        status: body.status,
        headers: {
          'content-type': 'application/problem+json',
          ...(body.status === 503 ? { 'retry-after': '5' } : {}),
        },
      },
    )
    void sendAnswer(reply, answer, this.settings.secure)
  }

  private bodyOf(exception: unknown, traceId: string): ProblemBody {
    if (exception instanceof Problem) return exception.getResponse() as ProblemBody
    if (exception instanceof AccessRefused) return refusal(exception)
    const status = statusOf(exception)
    if (status >= 400 && status < 500) return plain(status)
    this.logger.error({ traceId, err: exception })
    return plain(status === 503 ? 503 : 500)
  }
}

/** The guard's refusal: its error code, which clients act on, stands beside the sentence. */
function refusal(exception: AccessRefused): ProblemBody {
  const { error, error_description: detail } = exception.getResponse() as {
    error?: string
    error_description?: string
  }
  return {
    ...plain(exception.getStatus()),
    ...(detail === undefined ? {} : { detail }),
    ...(error === undefined ? {} : { error }),
  }
}

function statusOf(exception: unknown): number {
  if (exception instanceof HttpException) return exception.getStatus()
  if (exception instanceof OAuthError) return exception.status
  const status = (exception as { statusCode?: unknown } | null)?.statusCode
  return typeof status === 'number' ? status : 500
}

function plain(status: number): ProblemBody {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status }
}
