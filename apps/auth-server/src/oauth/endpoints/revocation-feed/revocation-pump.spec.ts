import { Logger } from '@nestjs/common'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { Database, RevocationStore, SequencedRevocation } from '@gatehouse/data-access'
import { FakeClock } from '@gatehouse/testing'
import { someSettings, standIn } from '../../records.fixture.js'
import { SharedRedis } from '../../../storage/shared-redis.js'
import { RevocationPump } from './revocation-pump.js'

const entry = (sequence: number) => standIn<SequencedRevocation>({ sequence: BigInt(sequence) })
const tick = () => new Promise<void>((done) => setImmediate(done))

/** A list that answers when it is told to. */
class HeldList {
  readonly asked: bigint[] = []
  private answers: ((entries: SequencedRevocation[] | Error) => void)[] = []

  after(sequence: bigint): Promise<SequencedRevocation[]> {
    this.asked.push(sequence)
    return new Promise((resolve, reject) =>
      this.answers.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer))),
    )
  }

  async answer(answer: SequencedRevocation[] | Error): Promise<void> {
    this.answers.shift()?.(answer)
    await tick()
  }
}

describe('the pump of revocations', () => {
  let pump: RevocationPump
  let list: HeldList
  let database: Database
  let told: [number[], boolean][]

  beforeAll(() => Logger.overrideLogger(false))
  afterAll(() => Logger.overrideLogger(['error', 'warn', 'log']))
  afterEach(async () => {
    const stopped = pump.onApplicationShutdown()
    await list.answer([])
    await stopped
  })

  /** One that has read an empty list at its start; `database.onRevocation()` lets it look. */
  async function start(): Promise<void> {
    list = new HeldList()
    database = standIn<Database>({ onRevocation: () => undefined })
    // Nothing listens on port 1: PostgreSQL announces nothing here.
    const settings = someSettings({ DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' })
    const store = standIn<RevocationStore>({ after: (sequence) => list.after(sequence) })
    pump = new RevocationPump(store, database, new SharedRedis(settings), new FakeClock(), settings)
    told = []
    pump.subscribe((entries, isComplete) =>
      told.push([entries.map(({ sequence }) => Number(sequence)), isComplete]),
    )
    const started = pump.onApplicationBootstrap()
    await list.answer([])
    await started
  }

  it('tells new entries once, and that the list is complete', async () => {
    await start()
    database.onRevocation()
    await list.answer([entry(4), entry(5)])
    database.onRevocation()
    await list.answer([])
    expect(list.asked).toEqual([0n, 0n, 5n])
    expect(told).toEqual([
      [[4, 5], true],
      [[], true],
    ])
  })

  it('says nothing while the list cannot be read, and reads on from where it was', async () => {
    await start()
    database.onRevocation()
    await list.answer(new Error('PostgreSQL is away'))
    expect(told).toEqual([])
    database.onRevocation()
    await list.answer([entry(1)])
    expect(told).toEqual([[[1], true]])
  })

  it('does not call the list complete while there is more', async () => {
    await start()
    database.onRevocation()
    await list.answer(Array.from({ length: 1_000 }, (_, at) => entry(at + 1)))
    await list.answer([entry(1_001)])
    expect(told.map(([, isComplete]) => isComplete)).toEqual([false, true])
  })
})
