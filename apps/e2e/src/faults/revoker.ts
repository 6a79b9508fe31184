import { setTimeout as sleep } from 'node:timers/promises'
import type { Credentials, Estate } from './estate.js'

const AT_ONCE = 2
const PACE_MILLISECONDS = 25
/** Who waits for a database does not answer. Of a bank that is no acceptance, of a server no acknowledgement. */
const ANSWER_WITHIN_MILLISECONDS = 3_000
const NO_ANSWER = 0

/** The `jti` of an access token (RFC 9068 §2.2). */
export function idOf(token: string): string {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()
  return (JSON.parse(payload) as { jti: string }).jti
}

/** A form post with the client's secret. @throws Error when there is no answer in time */
export function post(
  estate: Estate,
  path: string,
  { clientId, clientSecret }: Credentials,
  form: Record<string, string>,
): Promise<Response> {
  const headers = { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` }
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MILLISECONDS)
  return fetch(estate.issuer + path, { method: 'POST', headers, body: new URLSearchParams(form), signal })
}

/** A token of the caller for the bank (RFC 6749 §4.4). @throws Error when the server gives none */
export async function newToken(estate: Estate): Promise<string> {
  const form = { grant_type: 'client_credentials', scope: 'accounts:read', resource: estate.bankUrl }
  const answer = await post(estate, '/oauth2/token', estate.caller, form)
  const { access_token: token } = (await answer.json()) as { access_token?: string }
  if (token === undefined) throw new Error(`No token: ${answer.status}`)
  return token
}

/** What a bank answers to the token; 0 when nothing in time. */
export async function statusAt(bank: string, token: string): Promise<number> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MILLISECONDS)
  const headers = { authorization: `Bearer ${token}` }
  try {
    const answer = await fetch(`${bank}/accounts`, { headers, signal })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return NO_ANSWER
  }
}

/** Place in the list of revocations that a bank has reached; below the first one while it is not ready. */
export async function sequenceAt(bank: string): Promise<bigint> {
  const answer = await fetch(`${bank}/health/ready`)
  const { revocations } = (await answer.json()) as { revocations?: { sequence: string } }
  return BigInt(revocations?.sequence ?? -1)
}

/** Gets tokens, shows each to every bank and revokes it, again and again, whatever breaks meanwhile. */
export class Revoker {
  /** Tokens whose revocation was answered with 200 (RFC 7009 §2.2). */
  readonly acknowledged: string[] = []
  /** Tokens whose revocation was asked for and not answered: nobody knows what became of it. */
  readonly unanswered: string[] = []
  private readonly running: Promise<unknown>
  private isStopping = false

  constructor(private readonly estate: Estate) {
    this.running = Promise.all(Array.from({ length: AT_ONCE }, () => this.run()))
  }

  /** Begins no more; resolves when what was begun is over. */
  async stop(): Promise<void> {
    this.isStopping = true
    await this.running
  }

  /** Asks once more for what was not answered, as a caller does. @throws Error when that is refused */
  async repeat(): Promise<void> {
    for (const token of this.unanswered.splice(0)) {
      await this.revoke(token)
      if (this.unanswered.length > 0) throw new Error('A revocation was not acknowledged')
    }
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      await sleep(PACE_MILLISECONDS)
      const token = await newToken(this.estate).catch(() => undefined)
      if (token === undefined) continue
      await Promise.all(this.estate.banks.map((bank) => statusAt(bank, token)))
      await this.revoke(token)
    }
  }

  private async revoke(token: string): Promise<void> {
    const answer = await post(this.estate, '/oauth2/revoke', this.estate.caller, { token }).catch(
      () => undefined,
    )
    if (answer?.status === 200) this.acknowledged.push(token)
    else this.unanswered.push(token)
  }
}
