import { Catch, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common'
import { formatChallenge, OAuthError } from '@gatehouse/protocol'
import { DPOP_SIGNING_ALGS } from '@gatehouse/token-types'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Settings } from '../config/settings.js'
import { FailureLog } from '../audit/failure-log.js'
import { Answer } from './answer.js'
import { sendAnswer } from './http-server.js'
import { incomingFrom } from './incoming-request.js'
import { toOAuthError } from './to-oauth-error.js'

/**
 * Answers an error of a protocol endpoint as JSON.
 *
 * @see RFC 6749 §5.2; RFC 6750 §3 and RFC 9449 §7.1 for the challenge of the userinfo endpoint
 */
@Catch()
@Injectable()
export class OAuthErrorFilter implements ExceptionFilter {
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
    const answer = Answer.json(
      { ...error.toJSON(), trace_id: request.id },
      { status: error.status, headers: this.challenge(error, request) },
    )
    void sendAnswer(reply, answer, this.settings.secure)
  }

  private challenge(error: OAuthError, request: FastifyRequest): Record<string, string> {
    if (error.status === 503) return { 'retry-after': '1' }
    if (error.code === 'invalid_client') {
      const usedBasic = /^basic\s/iu.test(request.headers.authorization ?? '')
      return usedBasic ? { 'www-authenticate': formatChallenge('Basic', { realm: 'gatehouse' }) } : {}
    }
    const wantsProof =
      /^dpop\s/iu.test(request.headers.authorization ?? '') ||
      error.detail?.rule === 'access_token.bound_to_key'
    const scheme = wantsProof ? 'DPoP' : 'Bearer'
    const algs = wantsProof ? { algs: DPOP_SIGNING_ALGS.join(' ') } : {}
    // RFC 6750 §3.1: a request without any token learns no error code.
    if (error.detail?.rule === 'access_token.missing') {
      return { 'www-authenticate': formatChallenge(scheme, { realm: 'gatehouse', ...algs }) }
    }
    if (error.status !== 401 && error.code !== 'insufficient_scope') return {}
    const { code, description } = error
    return {
      'www-authenticate': formatChallenge(scheme, { error: code, error_description: description, ...algs }),
    }
  }
}
