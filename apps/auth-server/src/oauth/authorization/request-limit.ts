import { Injectable } from '@nestjs/common'
import { createRateLimiter, RateLimiterRes, type RateLimiterAbstract } from '@gatehouse/data-access'
import { OAuthError } from '@gatehouse/protocol'
import { Settings } from '../../config/settings.js'
import type { IncomingRequest } from '../../http/incoming-request.js'

/**
 * How many authorization requests one address may begin that wait for a person: anybody may begin one, and each is kept
 * until it expires.
 *
 * Counted by each process for itself, because it guards the size of a table and not a secret: a count that is shared
 * would cost each request one more round trip. A request that needs nobody (a session is there, or `prompt=none`) keeps
 * nothing and is not counted.
 */
@Injectable()
export class RequestLimit {
  private readonly limiter: RateLimiterAbstract
  private readonly perMinute: number

  constructor({ authorizationRequestsPerMinute }: Settings) {
    this.perMinute = authorizationRequestsPerMinute
    this.limiter = createRateLimiter({
      inProcess: true,
      keyPrefix: 'authorization-requests',
      points: authorizationRequestsPerMinute,
      durationSeconds: 60,
    })
  }

  /** @throws OAuthError temporarily_unavailable with status 429 (RFC 6585 §4), once the address began too many */
  async count({ network }: IncomingRequest): Promise<void> {
    await this.limiter.consume(network).catch((refused: unknown) => {
      if (!(refused instanceof RateLimiterRes)) throw refused
      throw new OAuthError('temporarily_unavailable', {
        status: 429,
        retryAfterSeconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)),
        description: 'Too many sign-ins were begun from this address; try again in a moment',
        detail: {
          rule: 'too_many.authorization_requests',
          expected: `at most ${this.perMinute} a minute from one address`,
          got: network,
          mend: 'Behind a proxy, name it in GATEHOUSE_TRUSTED_PROXIES; else raise GATEHOUSE_AUTHORIZATION_REQUESTS_PER_MINUTE',
          reference: 'RFC 6585 §4',
        },
      })
    })
  }
}
