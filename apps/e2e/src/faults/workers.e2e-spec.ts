import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { START_TIMEOUT } from '../gatehouse/running-gatehouse.js'
import { Estate } from './estate.js'
import { CAN_PAUSE, childrenOf } from './processes.js'
import { newToken, post } from './revoker.js'
import { until } from './until.js'

const JOURNEY_TIMEOUT = 240_000
const WORKERS = 2

// Where the children of a process cannot be found, none can be killed.
const withProcesses = CAN_PAUSE ? it : it.skip

/** One authorization server of two processes. */
describe('A server with workers', () => {
  const estate = new Estate()

  beforeAll(() => estate.start({ size: { servers: 1, workers: WORKERS, banks: 0 } }), START_TIMEOUT)
  afterAll(() => estate.stop(), START_TIMEOUT)

  const server = () => {
    const [first] = estate.authServers
    if (!first) throw new Error('There is no server')
    return first
  }
  const workers = () => childrenOf(server().pid)
  const isActive = async (token: string) =>
    (
      (await (await post(estate, '/oauth2/introspect', estate.caller, { token })).json()) as {
        active: boolean
      }
    ).active
  const waitForReplacementOf = (gone: readonly number[]) =>
    until('new workers serve', async () => {
      const now = workers()
      return now.length === WORKERS && !now.some((pid) => gone.includes(pid)) && (await server().isServing())
    })

  it(
    'knows at each of them what was revoked at one',
    async () => {
      for (let times = 0; times < 10; times += 1) {
        const token = await newToken(estate)
        expect(await isActive(token)).toBe(true)
        await post(estate, '/oauth2/revoke', estate.caller, { token })
        expect(await Promise.all([isActive(token), isActive(token), isActive(token)])).toEqual([
          false,
          false,
          false,
        ])
      }
    },
    JOURNEY_TIMEOUT,
  )

  withProcesses(
    'puts another in the place of one that dies, and answers meanwhile',
    async () => {
      const [victim, ...others] = workers()
      expect(others).toHaveLength(WORKERS - 1)
      process.kill(victim ?? NaN, 'SIGKILL')
      await until('the dead worker is gone', () => !workers().includes(victim ?? NaN))
      expect(await newToken(estate)).toBeDefined()
      await waitForReplacementOf(victim === undefined ? [] : [victim])
      expect(workers()).toEqual(expect.arrayContaining(others))
    },
    JOURNEY_TIMEOUT,
  )

  withProcesses(
    'replaces all of them at SIGHUP while nobody is refused',
    async () => {
      const before = workers()
      let isOver = false
      let answered = 0
      const asking = (async () => {
        while (!isOver) {
          await newToken(estate)
          answered += 1
        }
      })()
      process.kill(server().pid, 'SIGHUP')
      await waitForReplacementOf(before)
      isOver = true
      await asking
      expect(answered).toBeGreaterThan(10)
    },
    JOURNEY_TIMEOUT,
  )

  withProcesses(
    'ends all of them with itself',
    async () => {
      const before = workers()
      await server().stop()
      const alive = before.filter((pid) => {
        try {
          return process.kill(pid, 0)
        } catch {
          return false
        }
      })
      expect(alive).toEqual([])
    },
    JOURNEY_TIMEOUT,
  )
})
