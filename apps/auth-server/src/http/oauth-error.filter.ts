import { Catch, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common'
import { formatChallenge, type OAuthError } from '@gatehouse/protocol'
import { DPOP_SIGNING_ALGS } from '@gatehouse/token-types'
import { Answer } from './answer.js'
import { FailedRequests, type FailedRequest } from './failed-requests.js'

/** Answers an error of a protocol endpoint as JSON (RFC 6749 §5.2). */
@Catch()
@Injectable()
export class OAuthErrorFilter implements ExceptionFilter {
  constructor(private readonly failed: FailedRequests) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    this.failed.answer(exception, host, protocolErrorAnswer)
  }
}

/**
 * An error as JSON, with the trace id.
 *
 * @see RFC 6749 §5.2; RFC 6750 §3 and RFC 9449 §7.1 for the challenge of the userinfo endpoint
 */
export function protocolErrorAnswer({ error, request }: FailedRequest): Answer {
  return Answer.json(
    { ...error.toJSON(), trace_id: request.id },
    { status: error.status, headers: { ...retryAfter(error), ...challenge(error, request.headers) } },
  )
}

function retryAfter({ retryAfterSeconds }: OAuthError): Record<string, string> {
  return retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
}

function challenge(error: OAuthError, { authorization = '' }: { authorization?: string | undefined }) {
  const withChallenge = (...challengeOf: Parameters<typeof formatChallenge>) => ({
    'www-authenticate': formatChallenge(...challengeOf),
  })
  if (error.code === 'invalid_client') {
    return /^basic\s/iu.test(authorization) ? withChallenge('Basic', { realm: 'gatehouse' }) : {}
  }
  const wantsProof = /^dpop\s/iu.test(authorization) || error.detail?.rule === 'access_token.bound_to_key'
  const scheme = wantsProof ? 'DPoP' : 'Bearer'
  const algs = wantsProof ? { algs: DPOP_SIGNING_ALGS.join(' ') } : {}
  // RFC 6750 §3.1: a request without any token learns no error code.
  if (error.detail?.rule === 'access_token.missing') {
    return withChallenge(scheme, { realm: 'gatehouse', ...algs })
  }
  if (error.status !== 401 && error.code !== 'insufficient_scope') return {}
  return withChallenge(scheme, { error: error.code, error_description: error.description, ...algs })
}
