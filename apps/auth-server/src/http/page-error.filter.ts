import { Catch, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { FailureLog } from '../audit/failure-log.js'
import { Settings } from '../config/settings.js'
import { errorAnswer } from './error-answer.js'
import { sendAnswer } from './http-server.js'
import { incomingFrom } from './incoming-request.js'
import { toOAuthError } from './to-oauth-error.js'

/**
 * Answers an error that must not be sent to the client's redirect URI, as a page.
 *
 * @see RFC 6749 §4.1.2.1: "the authorization server SHOULD inform the resource owner of the error"
 */
@Catch()
@Injectable()
export class PageErrorFilter implements ExceptionFilter {
  constructor(
    private readonly settings: Settings,
    private readonly failures: FailureLog,
  ) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>()
    const reply = host.switchToHttp().getResponse<FastifyReply>()
    const error = toOAuthError(exception)
    this.failures.record(error, {
      traceId: request.id,
      endpoint: request.url.split('?', 1)[0] ?? '',
      clientId: incomingFrom(request).clientId,
    })
    const answer = errorAnswer(error, {
      traceId: request.id,
      settings: this.settings,
      acceptLanguage: request.headers['accept-language'],
    })
    void sendAnswer(reply, answer, this.settings.secure)
  }
}
