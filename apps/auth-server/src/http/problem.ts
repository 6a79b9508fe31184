import { HttpException } from '@nestjs/common'
import type { AdminFieldError, AdminProblem } from '@gatehouse/token-types'

/** What the admin API refuses, by the last part of its `type`, with title and status. */
const PROBLEMS = {
  'bad-request': ['The request is malformed', 400],
  'invalid-fields': ['Some fields cannot be taken as they are', 422],
  forbidden: ['You may not do this', 403],
  'not-found': ['There is nothing by this name', 404],
  conflict: ['This cannot be done as things stand', 409],
  'changed-meanwhile': ['Somebody else changed this meanwhile', 412],
  'version-missing': ['Say which version you change, with If-Match', 428],
  'idempotency-conflict': ['The Idempotency-Key was used for another request', 422],
  'idempotency-pending': ['The request with this Idempotency-Key is still under way', 409],
} as const satisfies Record<string, readonly [title: string, status: number]>

export type ProblemName = keyof typeof PROBLEMS

/** A refusal of the admin API, without the trace id that the filter adds. */
export type ProblemBody = Omit<AdminProblem, 'trace_id'>

/**
 * A refusal of the admin API.
 *
 * @see RFC 9457 §3
 */
export class Problem extends HttpException {
  constructor(
    readonly problem: ProblemName,
    extension: { detail?: string; errors?: AdminFieldError[]; [member: string]: unknown } = {},
  ) {
    const [title, status] = PROBLEMS[problem]
    const body: ProblemBody = { type: `urn:gatehouse:admin:${problem}`, title, status, ...extension }
    super(body, status)
  }
}

/** One field is wrong. */
export function fieldProblem(field: string, message: string): Problem {
  return new Problem('invalid-fields', { errors: [{ field, message }] })
}
