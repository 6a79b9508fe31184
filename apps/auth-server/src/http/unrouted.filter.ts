import { Catch, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common'
import { HttpAdapterHost } from '@nestjs/core'
import { OAuthError } from '@gatehouse/protocol'
import type { FastifyRequest } from 'fastify'
import type { Answer } from './answer.js'
import { errorPageAnswer } from './error-answer.js'
import { FailedRequests, type FailedRequest } from './failed-requests.js'
import type { HttpServer } from './http-server.js'
import { incomingFrom } from './incoming-request.js'
import { protocolErrorAnswer } from './oauth-error.filter.js'

/**
 * Answers what reached no handler: an unknown address is 404, a known one with a method that it does not take is 405 and
 * names those that it takes. A browser gets a page, everybody else JSON.
 *
 * @see RFC 9110 §15.5.5, §15.5.6
 */
@Catch()
@Injectable()
export class UnroutedFilter implements ExceptionFilter {
  constructor(
    private readonly failed: FailedRequests,
    private readonly adapterHost: HttpAdapterHost<HttpServer>,
  ) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>()
    const { path, method } = incomingFrom(request)
    const allowed = request.is404 ? this.adapterHost.httpAdapter.routeTable.methodsAt(path) : []
    if (!allowed.length) return this.failed.answer(exception, host, inTheirForm)
    const refusal = new OAuthError('invalid_request', {
      status: 405,
      description: `This address answers ${allowed.join(', ')} only`,
      detail: {
        rule: 'http.405',
        expected: allowed.join(', '),
        got: method,
        reference: 'RFC 9110 §15.5.6',
      },
      cause: exception,
    })
    this.failed.answer(refusal, host, (failed) => inTheirForm(failed).withHeader('allow', allowed.join(', ')))
  }
}

function inTheirForm(failed: FailedRequest): Answer {
  const { accept = '' } = failed.request.headers
  // A browser names HTML and never JSON; a program that takes both is better served with JSON.
  const isBrowser = /\btext\/html\b/iu.test(accept) && !/\bapplication\/json\b/iu.test(accept)
  return isBrowser ? errorPageAnswer(failed) : protocolErrorAnswer(failed)
}
