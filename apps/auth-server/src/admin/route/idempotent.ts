import {
  applyDecorators,
  Injectable,
  Logger,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common'
import { ApiHeader } from '@nestjs/swagger'
import { IdempotentRequestStore } from '@gatehouse/data-access'
import { sha256 } from '@gatehouse/protocol'
import { catchError, from, switchMap, type Observable } from 'rxjs'
import { Clock } from '../../config/clock.js'
import { Answer } from '../../http/answer.js'
import { incomingOf } from '../../http/incoming-request.js'
import { fieldProblem, Problem } from '../../http/problem.js'
import { openResponse, sealResponse } from '../../oauth/tokens/sealed-response.js'
import { actorOf } from './actor.js'

const LIFETIME_SECONDS = 24 * 3600
/** Long enough not to be guessed by whoever holds the database and wants to open an answer. */
const KEY_PATTERN = /^[\x21-\x7e]{16,200}$/u

interface KeptAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/**
 * A creation that names an `Idempotency-Key` is made once: a retry within a day gets the answer of the first time, with
 * the secret that it showed, and makes nothing. The answer is kept sealed under the key itself, so that the database
 * alone reveals nothing.
 */
@Injectable()
class IdempotencyInterceptor implements NestInterceptor {
  private readonly logger = new Logger('idempotency')

  constructor(
    private readonly requests: IdempotentRequestStore,
    private readonly clock: Clock,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler<Answer>): Promise<Observable<Answer>> {
    const incoming = incomingOf(context)
    const key = incoming.header('idempotency-key')
    if (key === undefined) return next.handle()
    if (!KEY_PATTERN.test(key)) {
      throw fieldProblem('Idempotency-Key', 'must be 16 to 200 printable ASCII characters, such as a UUID')
    }
    const { subject, clientId } = actorOf(context).principal
    const digest = sha256(JSON.stringify([subject, clientId, key]))
    const body = context.switchToHttp().getRequest<{ body?: unknown }>().body ?? null
    const requestDigest = sha256(JSON.stringify([incoming.method, incoming.path, body]))
    const claim = await this.requests.claim(digest, requestDigest, this.clock.now(), LIFETIME_SECONDS)
    if (claim.state === 'other-request') throw new Problem('idempotency-conflict')
    if (claim.state === 'pending') throw new Problem('idempotency-pending')
    if (claim.state === 'answered') return from([reopened(key, claim.sealedAnswer)])
    return next.handle().pipe(
      catchError(async (error: unknown) => {
        await this.requests.release(digest)
        throw error
      }),
      switchMap(async (answer) => {
        await this.keep(digest, key, answer)
        return answer
      }),
    )
  }

  /** The thing exists by now: an answer that cannot be kept is given all the same, and its key stays taken. */
  private async keep(digest: Uint8Array, key: string, answer: Answer): Promise<void> {
    const kept: KeptAnswer = {
      status: answer.status,
      headers: answer.headers,
      body: typeof answer.body === 'string' ? answer.body : '',
    }
    try {
      await this.requests.answer(digest, sealResponse(key, kept))
    } catch (error) {
      this.logger.error(
        { error },
        'The answer to a creation could not be kept; retries with its key are refused',
      )
    }
  }
}

function reopened(key: string, sealed: Uint8Array): Answer {
  const { status, headers, body } = openResponse(key, sealed) as unknown as KeptAnswer
  return Answer.prepared(Buffer.from(body), status, { ...headers, 'idempotency-replayed': 'true' })
}

/** Declares that the route takes an `Idempotency-Key`. */
export const Idempotent = () =>
  applyDecorators(
    UseInterceptors(IdempotencyInterceptor),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'A random text of at least 16 characters; a retry with the same one creates nothing new.',
    }),
  )
