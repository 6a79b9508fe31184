import { randomUUID } from 'node:crypto'
import type { RevocationFeedEntry } from '@gatehouse/token-types'
import { fetchJson, FetchFailure } from '../../issuer/fetch-json.js'
import type { IssuerMetadata } from '../../issuer/issuer-metadata.js'
import { EventStreamParser, type StreamEvent } from './event-stream-parser.js'
import { FeedToken, type FeedCredentials } from './feed-token.js'
import { isFeedEntry } from './revocation-list.js'

/** One page of the feed. */
export interface FeedPage {
  /** Place in the list that the page reaches. */
  sequence: bigint
  more: boolean
  revocations: RevocationFeedEntry[]
}

const ANSWER_WITHIN_MS = 5_000

/** Reads the feed of one authorization server, as JSON and as server-sent events, with a token of its own. */
export class FeedClient {
  private readonly token: FeedToken
  private readonly instance = randomUUID()

  constructor(
    private readonly options: FeedCredentials & { endpoint?: string | undefined },
    private readonly metadata: IssuerMetadata,
    now: () => Date,
  ) {
    this.token = new FeedToken(options, metadata, now)
  }

  /** What follows a place in the list. @throws FetchFailure */
  async page(after: bigint, signal: AbortSignal): Promise<FeedPage> {
    const { url, headers } = await this.target()
    url.searchParams.set('after', after.toString())
    const { sequence, more, revocations } = await fetchJson(url.href, { headers, signal }).catch(
      (error: unknown) => {
        this.judge(error)
        throw error
      },
    )
    if (!isSequence(sequence) || !Array.isArray(revocations) || !revocations.every(isFeedEntry))
      throw new FetchFailure(`${url.href} did not answer with a page of the feed`)
    return { sequence: BigInt(sequence), more: more === true, revocations }
  }

  /** The events after a place in the list, until the server ends the stream. @throws FetchFailure, or what `signal` says */
  async *stream(after: bigint, signal: AbortSignal): AsyncGenerator<StreamEvent[]> {
    const { url, headers } = await this.target()
    const response = await this.open(url.href, signal, {
      ...headers,
      accept: 'text/event-stream',
      'accept-encoding': 'identity',
      'last-event-id': after.toString(),
    })
    const parser = new EventStreamParser()
    const decoder = new TextDecoder()
    for await (const bytes of (response.body ?? []) as AsyncIterable<Uint8Array>)
      yield parser.push(decoder.decode(bytes, { stream: true }))
  }

  /** Tells the server the place up to which everything is applied here, for people to see. @throws when it is not taken */
  async acknowledge(position: bigint, signal: AbortSignal): Promise<void> {
    const { url, headers } = await this.target()
    url.pathname = `${url.pathname}/position`
    const body = new URLSearchParams({ instance: this.instance, sequence: position.toString() })
    const timed = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)])
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal: timed })
    await answer.body?.cancel()
  }

  private async open(url: string, signal: AbortSignal, headers: Record<string, string>): Promise<Response> {
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(new FetchFailure(`${url} did not answer`)), ANSWER_WITHIN_MS)
    timer.unref()
    try {
      const init = { headers, redirect: 'error', cache: 'no-store' } as const
      const response = await fetch(url, { ...init, signal: AbortSignal.any([signal, late.signal]) })
      const type = response.headers.get('content-type') ?? ''
      if (response.status === 200 && type.startsWith('text/event-stream')) return response
      await response.body?.cancel()
      const failure = new FetchFailure(`${url} answered ${response.status} ${type}`, response.status)
      this.judge(failure)
      throw failure
    } finally {
      clearTimeout(timer)
    }
  }

  private judge(error: unknown): void {
    if (error instanceof FetchFailure && (error.status === 401 || error.status === 403)) this.token.drop()
  }

  private async target(): Promise<{ url: URL; headers: Record<string, string> }> {
    const resource = await this.metadata.url('revocation_feed_endpoint')
    return {
      url: new URL(this.options.endpoint ?? resource),
      headers: { authorization: `Bearer ${await this.token.get(resource)}` },
    }
  }
}

function isSequence(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,18}$/.test(value)
}
