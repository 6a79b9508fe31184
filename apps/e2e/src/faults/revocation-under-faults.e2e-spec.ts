import { spawnSync } from 'node:child_process'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { START_TIMEOUT } from '../gatehouse/running-gatehouse.js'
import { Estate } from './estate.js'
import { FeedListener, wholeFeed } from './feed-listener.js'
import { CAN_PAUSE } from './processes.js'
import { idOf, newToken, Revoker, sequenceAt, statusAt } from './revoker.js'
import { until } from './until.js'

const JOURNEY_TIMEOUT = 240_000
/** The least that a bank may be given: the feed speaks each 10 s. */
const SILENCE_BOUND_SECONDS = 15
/** Revocations that are acknowledged before the next thing breaks. */
const SOME = 15

const HAS_REDIS = spawnSync('redis-server', ['--version']).status === 0
// Redis comes from the operating system; where there is none, nothing can be cut.
const withRedis = HAS_REDIS ? it : it.skip
// Where the children of PostgreSQL cannot be found, they cannot be stopped.
const withPause = CAN_PAUSE ? it : it.skip

/** Two authorization servers, three banks, and what they share break while tokens are revoked. */
describe('While tokens are being revoked', () => {
  const estate = new Estate()
  let living: string
  let revoker: Revoker
  let listener: FeedListener

  beforeAll(
    () => estate.start({ silenceBoundSeconds: SILENCE_BOUND_SECONDS, withRedis: HAS_REDIS }),
    START_TIMEOUT,
  )
  afterAll(() => estate.stop(), START_TIMEOUT)

  beforeEach(async () => {
    living = await newToken(estate)
    await everyBankAnswers(200)
    listener = new FeedListener(estate)
    revoker = new Revoker(estate)
    await untilMoreAreAcknowledged()
  }, JOURNEY_TIMEOUT)
  afterEach(async () => {
    estate.resumePostgres()
    estate.reconnectFirstServer()
    await revoker.stop()
    await listener.stop()
  }, JOURNEY_TIMEOUT)

  /** Until every bank answers so to a token that nobody revoked. */
  const everyBankAnswers = (status: number) =>
    Promise.all(
      estate.banks.map((bank) =>
        until(`${bank} answers ${status}`, async () => (await statusAt(bank, living)) === status),
      ),
    )

  async function untilMoreAreAcknowledged(): Promise<void> {
    const before = revoker.acknowledged.length
    await until('revocations are acknowledged', () => revoker.acknowledged.length >= before + SOME)
  }

  /** What the banks answer to the tokens, each answer once. */
  async function answersTo(tokens: readonly string[]): Promise<number[]> {
    const answers = new Set<number>()
    for (const token of tokens) {
      const statuses = await Promise.all(estate.banks.map((bank) => statusAt(bank, token)))
      for (const status of statuses) answers.add(status)
    }
    return [...answers]
  }

  /** Until no bank accepts one of the tokens: they are known to be dead, or nobody can tell. */
  const everyBankRefuses = (tokens: readonly string[]) =>
    until('every bank refuses what was revoked', async () =>
      (await answersTo(tokens)).every((status) => status === 401 || status === 503),
    )

  /** All is well again: then nothing that was acknowledged may be lost, anywhere. */
  async function expectNothingLost(beforeTheFault: readonly string[]): Promise<void> {
    await everyBankAnswers(200)
    // From its first answer on, a bank knows what it missed.
    expect(await answersTo(beforeTheFault)).toEqual([401])
    await revoker.stop()
    await revoker.repeat()

    // What was not acknowledged in time may still be written, so either side may be further than the other.
    const feed = await wholeFeed(estate)
    const newest = BigInt(feed.at(-1)?.sequence ?? 0)
    for (const bank of estate.banks) {
      await until(`${bank} has read up to ${newest}`, async () => (await sequenceAt(bank)) >= newest)
    }
    expect(await answersTo(revoker.acknowledged)).toEqual([401])
    living = await newToken(estate)
    expect(await answersTo([living])).toEqual([200])

    const listed = new Set(feed.map(({ value }) => value))
    expect(revoker.acknowledged.filter((token) => !listed.has(idOf(token)))).toEqual([])
    await until('the listener heard the newest entry', () => BigInt(listener.lastSequence) >= newest)
    expect(listener.heard.slice(0, feed.length)).toEqual(feed)
    const sequences = feed.map(({ sequence }) => BigInt(sequence))
    expect(sequences.every((sequence, at) => at === 0 || sequence > (sequences[at - 1] ?? 0n))).toBe(true)
  }

  it(
    'the authorization server may be killed and started again: nothing acknowledged is lost or accepted (RFC 7009 §2.2)',
    async () => {
      const [one, other] = estate.authServers
      await one?.kill()
      await untilMoreAreAcknowledged()
      await one?.start()
      await untilMoreAreAcknowledged()
      await Promise.all([one?.kill(), other?.kill()])
      const beforeTheFault = [...revoker.acknowledged]

      await everyBankAnswers(503)
      expect(await answersTo(beforeTheFault)).not.toContain(200)

      await Promise.all([one?.start(), other?.start()])
      await expectNothingLost(beforeTheFault)
      expect(listener.connections).toBeGreaterThan(1)
    },
    JOURNEY_TIMEOUT,
  )

  withRedis(
    'Redis may be cut and come back: revocations go on reaching every bank, which never stops serving',
    async () => {
      await estate.redis?.kill()
      const beforeTheFault = [...revoker.acknowledged]
      await untilMoreAreAcknowledged()
      const without = revoker.acknowledged.slice(beforeTheFault.length)
      await everyBankRefuses(without)
      expect(await answersTo([living])).toEqual([200])

      await estate.redis?.start()
      await untilMoreAreAcknowledged()
      await expectNothingLost(beforeTheFault)
    },
    JOURNEY_TIMEOUT,
  )

  withPause(
    'PostgreSQL may stop answering: none is acknowledged meanwhile, every bank fails closed within its bound',
    async () => {
      estate.pausePostgres()
      await everyBankAnswers(503)
      const beforeTheFault = [...revoker.acknowledged]
      expect(await answersTo(beforeTheFault)).not.toContain(200)
      expect(revoker.acknowledged).toEqual(beforeTheFault)

      estate.resumePostgres()
      await untilMoreAreAcknowledged()
      await expectNothingLost(beforeTheFault)
    },
    JOURNEY_TIMEOUT,
  )

  it(
    'one authorization server may lose its database: no bank that listens to it accepts what another one revoked',
    async () => {
      const [cutOff, other] = estate.authServers
      await other?.kill()
      const before = [...revoker.acknowledged]
      await untilMoreAreAcknowledged()
      await everyBankRefuses(revoker.acknowledged.slice(before.length)) // so each listens to the one that is left
      await other?.start()

      estate.cutOffFirstServer()
      const meanwhile = revoker.acknowledged.length
      await untilMoreAreAcknowledged()
      await everyBankRefuses(revoker.acknowledged.slice(meanwhile))

      estate.reconnectFirstServer()
      await until('the server is ready', async () => cutOff !== undefined && (await cutOff.isServing()))
      await expectNothingLost(before)
    },
    JOURNEY_TIMEOUT,
  )
})
