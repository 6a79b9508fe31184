import 'server-only'
import type { AdminProblem, AdminStillInUse } from '@gatehouse/token-types'

const TIMEOUT_MILLISECONDS = 10_000

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** Names and values of a query; what is undefined or empty is left out. */
export type Query = Readonly<Record<string, string | number | undefined>>

/** What the admin API answered, and the version of it. */
export interface Answered<Value> {
  readonly value: Value
  /** For `If-Match`; empty where the thing has no version. */
  readonly etag: string
}

/** The body of a problem, with the members that only some problems have. */
export type Problem = AdminProblem &
  Partial<AdminStillInUse> & {
    readonly permission?: string
    readonly current?: unknown
    readonly current_etag?: string
  }

/** The admin API refused a request. */
export class AdminApiError extends Error {
  override readonly name = 'AdminApiError'

  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.detail ?? problem.title)
  }
}

/** The admin API did not answer, or not as itself. */
export class AdminApiUnreachable extends Error {
  override readonly name = 'AdminApiUnreachable'
}

/**
 * The admin API of the authorization server, called for one person.
 *
 * Never: lets the access token leave the server side.
 */
export class AdminApi {
  constructor(
    private readonly issuer: URL,
    private readonly accessToken: string,
  ) {}

  /**
   * Opens something that is read while it comes: a file, or server-sent events. It ends when it is over or `signal` says so.
   *
   * @param headers what goes along beside the token, such as `accept`
   * @throws AdminApiError, AdminApiUnreachable
   */
  async open(
    path: string,
    query: Query,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<ReadableStream<Uint8Array>> {
    const slow = new AbortController()
    const timer = setTimeout(() => slow.abort(), TIMEOUT_MILLISECONDS)
    const url = this.urlOf(path, query)
    const answer = await reached(
      fetch(url, {
        headers: { ...headers, authorization: `Bearer ${this.accessToken}` },
        cache: 'no-store',
        redirect: 'error',
        signal: AbortSignal.any([signal, slow.signal]),
      }),
    ).finally(() => clearTimeout(timer))
    if (answer.ok && answer.body !== null) return answer.body
    throw refusal('GET', url, answer.status, parsed(await reached(answer.text())))
  }

  /** @throws AdminApiError, AdminApiUnreachable */
  get<Value>(path: string, query: Query = {}): Promise<Answered<Value>> {
    return this.send('GET', path, { query })
  }

  /**
   * @param path below `/admin/v1`, its parts encoded by `segment`
   * @throws AdminApiError, AdminApiUnreachable
   */
  async send<Value>(
    method: Method,
    path: string,
    {
      query = {},
      body,
      ifMatch,
      idempotencyKey,
      withinMilliseconds = TIMEOUT_MILLISECONDS,
    }: SendOptions = {},
  ): Promise<Answered<Value>> {
    const url = this.urlOf(path, query)
    const headers = {
      authorization: `Bearer ${this.accessToken}`,
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    }
    const answer = await reached(
      fetch(url, {
        method,
        headers,
        cache: 'no-store',
        redirect: 'error',
        signal: AbortSignal.timeout(withinMilliseconds),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    )
    const text = await reached(answer.text())
    const value = parsed(text)
    if (answer.ok) return { value: value as Value, etag: answer.headers.get('etag') ?? '' }
    throw refusal(method, url, answer.status, value)
  }

  private urlOf(path: string, query: Query): URL {
    const url = new URL(`/admin/v1${path}`, this.issuer)
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== '') url.searchParams.set(name, String(value))
    }
    return url
  }
}

interface SendOptions {
  readonly query?: Query
  readonly body?: unknown
  readonly ifMatch?: string
  /** Makes a repeated creation harmless. */
  readonly idempotencyKey?: string
  /** How long the answer may take; absent means ten seconds. */
  readonly withinMilliseconds?: number
}

/** One part of a path. @throws Error for one that would lead elsewhere */
export function segment(text: string): string {
  if (text === '' || text === '.' || text === '..') throw new Error('This is no part of a path')
  return encodeURIComponent(text)
}

function refusal(method: Method, url: URL, status: number, value: unknown): Error {
  if (status < 500 && typeof value === 'object' && value !== null) {
    return new AdminApiError(status, value as Problem)
  }
  return new AdminApiUnreachable(`${method} ${url.pathname} answered ${status}`)
}

async function reached<T>(attempt: Promise<T>): Promise<T> {
  try {
    return await attempt
  } catch (cause) {
    throw new AdminApiUnreachable('the admin API does not answer', { cause })
  }
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
