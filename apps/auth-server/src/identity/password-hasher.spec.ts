import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import bcrypt from 'bcrypt'
import { testSettings } from '../config/settings.fixture.js'
import { PasswordHasher } from './password-hasher.js'

/** bcrypt that works when it is told to; how many run at once is what these tests are about. */
class SlowBcrypt {
  running = 0
  mostAtOnce = 0
  calls = 0
  private readonly ends: (() => void)[] = []

  readonly compare = async (): Promise<boolean> => {
    this.calls += 1
    this.running += 1
    this.mostAtOnce = Math.max(this.mostAtOnce, this.running)
    await new Promise<void>((end) => this.ends.push(end))
    this.running -= 1
    return true
  }

  async finishAll(): Promise<void> {
    while (this.ends.length) {
      this.ends.shift()?.()
      await new Promise(setImmediate)
    }
  }
}

const turn = () => new Promise(setImmediate)

describe('PasswordHasher', () => {
  const slow = new SlowBcrypt()
  let hasher: PasswordHasher
  let hash: string

  beforeEach(async () => {
    hasher = new PasswordHasher(testSettings())
    hash = await hasher.hash('right')
    Object.assign(slow, { running: 0, mostAtOnce: 0, calls: 0 })
    jest.spyOn(bcrypt, 'compare').mockImplementation(slow.compare)
  })

  afterEach(() => void jest.restoreAllMocks())

  it('runs two at once, whatever comes, and every one in the end', async () => {
    const checks = Array.from({ length: 20 }, () => hasher.matches('right', hash))
    await turn()
    expect([slow.running, slow.calls]).toStrictEqual([2, 2])
    await slow.finishAll()
    expect(await Promise.all(checks)).toStrictEqual(Array(20).fill(true))
    expect([slow.running, slow.mostAtOnce, slow.calls]).toStrictEqual([0, 2, 20])
  })

  it('lets 64 wait and refuses the next at once with 503, so that nobody is answered too late', async () => {
    const checks = Array.from({ length: 66 }, () => hasher.matches('right', hash))
    await turn()
    const refusal = {
      code: 'temporarily_unavailable',
      status: 503,
      detail: { rule: 'password_hasher.queue_full' },
    }
    await expect(hasher.matches('right', hash)).rejects.toMatchObject(refusal)
    await expect(hasher.hash('new')).rejects.toMatchObject(refusal)
    await slow.finishAll()
    expect(await Promise.all(checks)).toHaveLength(66)
    const afterwards = hasher.matches('right', hash)
    await turn()
    await slow.finishAll()
    expect(await afterwards).toBe(true)
  })

  it('gives its place back when a hash fails', async () => {
    jest.spyOn(bcrypt, 'compare').mockImplementation(() => Promise.reject(new Error('no memory')))
    const failures = Array.from({ length: 5 }, () => hasher.matches('right', hash))
    for (const failure of await Promise.allSettled(failures)) expect(failure.status).toBe('rejected')
    jest.restoreAllMocks()
    expect(await hasher.matches('right', hash)).toBe(true)
  })
})

describe('a check without an account', () => {
  const hasher = new PasswordHasher(testSettings())

  afterEach(() => void jest.restoreAllMocks())

  it('computes as many hashes of the same cost as one with an account, and is false', async () => {
    const known = await hasher.hash('right')
    const compare = jest.spyOn(bcrypt, 'compare')
    expect(await hasher.matches('wrong', known)).toBe(false)
    const forKnown = compare.mock.calls.map(([, against]) => bcrypt.getRounds(against))
    compare.mockClear()
    expect(await hasher.matches('wrong', undefined)).toBe(false)
    const forUnknown = compare.mock.calls.map(([, against]) => bcrypt.getRounds(against))
    expect(forUnknown).toStrictEqual(forKnown)
    expect(forKnown).toStrictEqual([10])
  })

  it('is false even for a password that the decoy would match', async () => {
    jest.spyOn(bcrypt, 'compare').mockImplementation(() => Promise.resolve(true))
    expect(await hasher.matches('anything', undefined)).toBe(false)
  })
})
