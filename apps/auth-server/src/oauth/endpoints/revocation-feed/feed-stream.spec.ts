import { afterEach, describe, expect, it, jest } from '@jest/globals'
import type { SequencedRevocation } from '@gatehouse/data-access'
import { FeedStream } from './feed-stream.js'

const entries = (from: number, to: number): SequencedRevocation[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    sequence: BigInt(from + index),
    claim: 'jti',
    value: 'x'.repeat(200),
    revokedAt: new Date(0),
    expiresAt: new Date(3_600_000),
    reason: 'test',
  }))

async function idsOf(stream: FeedStream): Promise<number[]> {
  let text = ''
  for await (const chunk of stream) text += String(chunk)
  return [...text.matchAll(/^id: (\d+)$/gmu)].map(([, id]) => Number(id))
}

const upTo = (last: number, from = 1) => Array.from({ length: last - from + 1 }, (_, index) => from + index)

describe('a stream of revocations', () => {
  it('tells the past page by page, then what came meanwhile, each once and in order', async () => {
    const stream = new FeedStream(0n, 60_000)
    const read = idsOf(stream)
    stream.add(entries(4, 6))
    await stream.tell(entries(1, 3))
    await stream.tell(entries(4, 5))
    stream.goLive()
    stream.add(entries(7, 8))
    stream.end()
    await expect(read).resolves.toEqual(upTo(8))
  })

  it('leaves out what the listener knows already (Last-Event-ID)', async () => {
    const stream = new FeedStream(2n, 60_000)
    const read = idsOf(stream)
    await stream.tell(entries(1, 4))
    stream.goLive()
    stream.end()
    await expect(read).resolves.toEqual([3, 4])
  })

  it('tells a past of 100,000 entries as fast as it is read, and holds no more than a page', async () => {
    const stream = new FeedStream(0n, 60_000)
    const read = idsOf(stream)
    for (let page = 0; page < 100; page += 1) await stream.tell(entries(page * 1_000 + 1, (page + 1) * 1_000))
    stream.goLive()
    stream.end()
    await expect(read).resolves.toEqual(upTo(100_000))
  })

  it('ends a listener that does not read, instead of growing without bound', async () => {
    const stream = new FeedStream(0n, 60_000)
    stream.goLive()
    const closed = new Promise((resolve) => stream.once('close', resolve))
    for (let page = 0; page < 40; page += 1) stream.add(entries(page * 1_000 + 1, (page + 1) * 1_000))
    await closed
    expect(stream.destroyed).toBe(true)
  })

  it('does not wait for a listener that is gone', async () => {
    const stream = new FeedStream(0n, 60_000)
    const told = stream.tell(entries(1, 10))
    stream.destroy()
    await expect(told).resolves.toBeUndefined()
  })

  it('ends behind what was said before, and says nothing afterwards, however late it is read', async () => {
    const stream = new FeedStream(0n, 60_000)
    stream.goLive()
    stream.add(entries(1, 1_000))
    stream.add(entries(1_001, 2_000))
    stream.end()
    stream.add(entries(2_001, 2_002))
    stream.end()
    await expect(idsOf(stream)).resolves.toEqual(upTo(2_000))
  })

  it('ends when the token of its listener does', async () => {
    const stream = new FeedStream(0n, 20)
    stream.goLive()
    await expect(idsOf(stream)).resolves.toEqual([])
  })
})

describe('the heartbeat of a stream', () => {
  afterEach(() => void jest.useRealTimers())

  /** A live stream, with what was said since it went live. */
  function liveStream() {
    jest.useFakeTimers({ doNotFake: ['nextTick'] })
    const stream = new FeedStream(0n, 60_000)
    stream.add(entries(1, 3))
    stream.goLive()
    stream.read()
    const said = () => String((stream.read() as Buffer | null) ?? '')
    return { stream, said }
  }

  it('is not said as long as nobody has read the list, however long that is', () => {
    const { stream, said } = liveStream()
    jest.advanceTimersByTime(50_000)
    expect(said()).toBe('')
    stream.confirm()
    expect(said()).toBe('event: heartbeat\ndata: {"sequence":"3"}\n\n')
    stream.destroy()
  })

  it('is said each time that it is due, and not at every reading', () => {
    const { stream, said } = liveStream()
    let heartbeats = 0
    for (let second = 2; second <= 40; second += 2) {
      jest.advanceTimersByTime(2_000)
      stream.confirm()
      heartbeats += said() === '' ? 0 : 1
    }
    expect(heartbeats).toBe(5)
    stream.destroy()
  })

  it('waits for the past to be told', () => {
    jest.useFakeTimers({ doNotFake: ['nextTick'] })
    const stream = new FeedStream(0n, 60_000)
    jest.advanceTimersByTime(20_000)
    stream.confirm()
    expect(stream.read()).toBeNull()
    stream.destroy()
  })
})
