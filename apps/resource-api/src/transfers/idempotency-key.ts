import { createParamDecorator, type ExecutionContext } from '@nestjs/common'
import { Problem } from '../http/problem.js'

const KEY = /^[\x21-\x7e]{1,128}$/

/**
 * A caller's name for one order, under which a retry books nothing twice.
 *
 * @throws Problem `bad-request` unless it is 1 to 128 visible ASCII characters
 */
export function readIdempotencyKey(header: string | string[] | undefined): string {
  if (typeof header === 'string' && KEY.test(header)) return header
  throw new Problem('bad-request', {
    detail:
      'Send an Idempotency-Key header of 1 to 128 visible ASCII characters, a new one for each transfer.',
  })
}

/** Parameter: the request's `Idempotency-Key`. */
export const IdempotencyKey = createParamDecorator((_: undefined, context: ExecutionContext) => {
  const { headers } = context
    .switchToHttp()
    .getRequest<{ headers: Record<string, string | string[] | undefined> }>()
  return readIdempotencyKey(headers['idempotency-key'])
})
