import { Injectable, type ArgumentsHost } from '@nestjs/common'
import type { OAuthError } from '@gatehouse/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { FailureLog } from '../audit/failure-log.js'
import { Settings } from '../config/settings.js'
import type { Answer } from './answer.js'
import { sendAnswer } from './http-server.js'
import { incomingFrom } from './incoming-request.js'
import { toOAuthError } from './to-oauth-error.js'

/** A request that failed, and what an answer to it needs. */
export interface FailedRequest {
  readonly error: OAuthError
  readonly request: FastifyRequest
  readonly settings: Settings
}

/**
 * What is the same for every failure, however it is answered: it gets its protocol name, it leaves a record under the
 * trace id, and its answer is written.
 */
@Injectable()
export class FailedRequests {
  constructor(
    private readonly settings: Settings,
    private readonly failures: FailureLog,
  ) {}

  /** @param form makes the answer: JSON for a client, a page for a person */
  answer(exception: unknown, host: ArgumentsHost, form: (failed: FailedRequest) => Answer): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>()
    const reply = host.switchToHttp().getResponse<FastifyReply>()
    const error = toOAuthError(exception)
    const { path, clientId } = incomingFrom(request)
    this.failures.record(error, { traceId: request.id, endpoint: path, clientId })
    void sendAnswer(reply, form({ error, request, settings: this.settings }), this.settings.secure)
  }
}
