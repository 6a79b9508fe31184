import { AuthorizationServer } from './authorization-server.fixture.js'
import { BankApi } from './bank-api.fixture.js'
import { TokenClient } from './token-client.js'
import type { TokenClientEvents } from './token-client-events.js'
import type { TokenClientOptions } from './token-client-options.js'

/** A client with its authorization server, an API, a clock that only the test moves, and all that it reports. */
export class Workshop {
  readonly reports: [event: string, details: unknown][] = []
  nowMs = Date.parse('2026-01-01T12:00:00Z')
  private constructor(
    readonly server: AuthorizationServer,
    readonly bank: BankApi,
  ) {}

  static async open(): Promise<Workshop> {
    const server = await new AuthorizationServer().start()
    return new Workshop(server, await new BankApi(server).start())
  }

  async close(): Promise<void> {
    await this.bank.stop()
    await this.server.stop()
  }

  client(options: Partial<TokenClientOptions> = {}): TokenClient {
    const client = new TokenClient({
      issuer: this.server.url,
      clientId: 'billing',
      authentication: { method: 'client_secret_basic', clientSecret: 's3cret' },
      now: () => new Date(this.nowMs),
      random: () => 0,
      ...options,
    })
    const events: (keyof TokenClientEvents)[] = ['token', 'retry', 'failure', 'refused']
    for (const event of events) client.on(event, (details: unknown) => this.reports.push([event, details]))
    return client
  }

  /** A client of a person who signed in somewhere: it goes on with a refresh token. */
  refreshing(options: Partial<TokenClientOptions> = {}): TokenClient {
    return this.client({ refreshToken: 'rt-first', authentication: { method: 'none' }, ...options })
  }

  later(seconds: number): void {
    this.nowMs += seconds * 1000
  }

  count(event: keyof TokenClientEvents): number {
    return this.reports.filter(([name]) => name === event).length
  }
}

/** Resolves when the condition holds. */
export async function eventually(condition: () => boolean): Promise<void> {
  const end = Date.now() + 5_000
  while (!condition()) {
    if (Date.now() > end) throw new Error('it never came true')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
