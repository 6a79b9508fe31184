import { HttpException } from '@nestjs/common'

/** What went wrong in the bank's own terms, by the last part of its `type`, with title and status. */
const PROBLEMS = {
  'bad-request': ['The request is malformed', 400],
  'account-not-found': ['There is no such account', 404],
  'recipient-not-found': ['No account has the IBAN of the recipient', 422],
  'same-account': ['Payer and recipient are the same account', 422],
  'currency-mismatch': ['The accounts are kept in different currencies', 422],
  'insufficient-funds': ['The balance does not cover the transfer', 422],
  'idempotency-conflict': ['The Idempotency-Key was used for another transfer', 409],
  'not-ready': ['The bank cannot serve requests now', 503],
} as const satisfies Record<string, readonly [title: string, status: number]>

export type ProblemType = keyof typeof PROBLEMS

/** The body of a problem details answer (RFC 9457 §3). */
export interface ProblemDetails {
  type: string
  title: string
  status: number
  detail?: string
  [extension: string]: unknown
}

/**
 * A refusal in the bank's own terms.
 *
 * @see RFC 9457 §3
 */
export class Problem extends HttpException {
  constructor(type: ProblemType, extension: { detail?: string; [member: string]: unknown } = {}) {
    const [title, status] = PROBLEMS[type]
    const details: ProblemDetails = { type: `urn:gatehouse:bank:${type}`, title, status, ...extension }
    super(details, status)
  }
}
