import { once } from 'node:events'
import { describe, expect, it } from '@jest/globals'
import type { FeedFollowerStore, RevocationStore, SequencedRevocation } from '@gatehouse/data-access'
import { FakeClock, secondsLater } from '@gatehouse/testing'
import type { AccessTokenClaims } from '@gatehouse/token-types'
import { NOW, someSettings, standIn } from '../../records.fixture.js'
import type { PresentedTokens } from '../../tokens/presented-tokens.js'
import { RevocationFeedService } from './revocation-feed.service.js'
import type { RevocationPump, RevocationSubscriber } from './revocation-pump.js'

const iat = NOW.getTime() / 1000
const CLAIMS = standIn<AccessTokenClaims>({ jti: 'one', client_id: 'bank', sub: 'bank', iat, exp: iat + 900 })

const revoked = (change: Partial<SequencedRevocation>): SequencedRevocation => ({
  sequence: 7n,
  claim: 'jti',
  value: 'one',
  revokedAt: secondsLater(1),
  expiresAt: secondsLater(900),
  reason: 'client_request',
  ...change,
})

/** What the listener of a stream reads until it ends, or undefined where it goes on. */
async function heard(entry: SequencedRevocation): Promise<string | undefined> {
  const subscribers: RevocationSubscriber[] = []
  const feed = new RevocationFeedService(
    standIn<PresentedTokens>({}),
    standIn<RevocationStore>({ after: async () => [] }),
    standIn<FeedFollowerStore>({}),
    standIn<RevocationPump>({
      subscribe: (subscriber) => {
        subscribers.push(subscriber)
        return () => undefined
      },
    }),
    someSettings(),
    new FakeClock(),
  )
  const stream = feed.stream(0n, CLAIMS)
  let text = ''
  stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const isOver = once(stream, 'end').then(() => true)
  await new Promise((done) => setImmediate(done))
  for (const subscriber of subscribers) subscriber([entry], true)
  const goesOn = new Promise<false>((done) => setTimeout(() => done(false), 100))
  const over = await Promise.race([isOver, goesOn])
  stream.destroy()
  return over ? text : undefined
}

describe('a stream of the revocation feed', () => {
  it.each<[string, Partial<SequencedRevocation>]>([
    ['its token is revoked', {}],
    ['its client is switched off', { claim: 'client_id', value: 'bank' }],
  ])('ends when %s, after saying so (RFC 7009 §2.1)', async (_, change) => {
    expect(await heard(revoked(change))).toContain('id: 7\n')
  })

  it.each<[string, Partial<SequencedRevocation>]>([
    ['another token is revoked', { value: 'two' }],
    [
      'what was revoked was issued before',
      { claim: 'client_id', value: 'bank', revokedAt: secondsLater(-1) },
    ],
  ])('goes on when %s', async (_, change) => {
    expect(await heard(revoked(change))).toBeUndefined()
  })
})
