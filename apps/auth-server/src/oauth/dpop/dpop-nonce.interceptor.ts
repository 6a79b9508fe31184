import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common'
import type { Observable } from 'rxjs'
import { Clock } from '../../config/clock.js'
import { setAnswerHeader } from '../../http/answer-header.js'
import { incomingOf } from '../../http/incoming-request.js'
import { DpopNonces } from './dpop-nonces.js'

/**
 * Gives the current nonce to whoever sends a proof, with success and refusal alike, so that the next proof is right at
 * once.
 *
 * @see RFC 9449 §8, §8.2, §9
 */
@Injectable()
export class DpopNonceInterceptor implements NestInterceptor {
  constructor(
    private readonly nonces: DpopNonces,
    private readonly clock: Clock,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const nonce = this.nonces.current(this.clock.now())
    const hasProof = incomingOf(context).header('dpop') !== undefined
    if (nonce !== undefined && hasProof) setAnswerHeader(context, 'dpop-nonce', nonce)
    return next.handle()
  }
}
