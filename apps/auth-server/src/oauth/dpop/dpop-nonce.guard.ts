import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common'
import { Clock } from '../../config/clock.js'
import { setAnswerHeader } from '../../http/answer-header.js'
import { incomingOf } from '../../http/incoming-request.js'
import { DpopNonces } from './dpop-nonces.js'

/**
 * Gives the current nonce to whoever sends a proof, with success and refusal alike, so that the next proof is right at
 * once. Lets every request pass.
 *
 * @see RFC 9449 §8, §8.2, §9
 */
@Injectable()
export class DpopNonceGuard implements CanActivate {
  constructor(
    private readonly nonces: DpopNonces,
    private readonly clock: Clock,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (incomingOf(context).header('dpop') === undefined) return true
    const nonce = this.nonces.current(this.clock.now())
    if (nonce !== undefined) setAnswerHeader(context, 'dpop-nonce', nonce)
    return true
  }
}
