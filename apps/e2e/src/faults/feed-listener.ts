import { setTimeout as sleep } from 'node:timers/promises'
import type { RevocationFeedEntry } from '@gatehouse/token-types'
import type { Estate } from './estate.js'
import { post } from './revoker.js'

const PAUSE_MILLISECONDS = 100

/** Listens to the revocation feed, and comes back with the last id that it heard whenever the line breaks. */
export class FeedListener {
  /** Every entry that was told, in the order of telling. */
  readonly heard: RevocationFeedEntry[] = []
  /** How often a stream was opened. */
  connections = 0
  private readonly leaving = new AbortController()
  private readonly running: Promise<void>

  constructor(private readonly estate: Estate) {
    this.running = this.run()
  }

  get lastSequence(): string {
    return this.heard.at(-1)?.sequence ?? '0'
  }

  async stop(): Promise<void> {
    this.leaving.abort()
    await this.running
  }

  private async run(): Promise<void> {
    while (!this.leaving.signal.aborted) {
      await this.listen().catch(() => undefined)
      await sleep(PAUSE_MILLISECONDS)
    }
  }

  private async listen(): Promise<void> {
    const response = await fetch(`${this.estate.issuer}/oauth2/revocations`, {
      signal: this.leaving.signal,
      headers: {
        ...(await authorization(this.estate)),
        accept: 'text/event-stream',
        'last-event-id': this.lastSequence,
      },
    })
    if (!response.ok || !response.body) throw new Error(`No stream: ${response.status}`)
    this.connections += 1
    let text = ''
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      const events = (text + chunk).split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) this.take(event)
    }
  }

  private take(event: string): void {
    const [, data] = /^event: revocation\ndata: (.*)$/mu.exec(event) ?? []
    if (data !== undefined) this.heard.push(JSON.parse(data) as RevocationFeedEntry)
  }
}

/** The whole list, page by page. */
export async function wholeFeed(estate: Estate): Promise<RevocationFeedEntry[]> {
  const headers = await authorization(estate)
  const entries: RevocationFeedEntry[] = []
  for (let after = '0', more = true; more;) {
    const answer = await fetch(`${estate.issuer}/oauth2/revocations?after=${after}`, { headers })
    const page = (await answer.json()) as {
      sequence: string
      more: boolean
      revocations: RevocationFeedEntry[]
    }
    entries.push(...page.revocations)
    ;({ sequence: after, more } = page)
  }
  return entries
}

async function authorization(estate: Estate): Promise<{ authorization: string }> {
  const form = {
    grant_type: 'client_credentials',
    scope: 'revocations:read',
    resource: `${estate.issuer}/oauth2/revocations`,
  }
  const answer = await post(estate, '/oauth2/token', estate.feedReader, form)
  const { access_token: token } = (await answer.json()) as { access_token?: string }
  if (token === undefined) throw new Error(`No token for the feed: ${answer.status}`)
  return { authorization: `Bearer ${token}` }
}
