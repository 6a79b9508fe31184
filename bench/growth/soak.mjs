import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../../tools/workspace/step.mjs'
import { load } from '../load/load.mjs'
import { SCENARIOS } from '../scenarios/scenarios.mjs'

const BURST_SECONDS = 4
const SHARE = 0.7
const SAMPLE_SECONDS = 10

/** @typedef {{ seconds: number, megabytes: number, done: number, p50: number, p99: number }} Sample */

/**
 * Mixed load at 70 % of what the server reached in a burst, with its memory every ten seconds.
 * @param {import('../load/token-calls.mjs').TokenCalls} calls @param {number} databasePid @param {number} seconds
 * @returns {Promise<Sample[]>}
 */
export async function soak(calls, databasePid, seconds) {
  const mixed = SCENARIOS.find(({ name }) => name === 'mixed')
  if (!mixed) throw new Failure('There is no mixed load.')
  const { operation } = await mixed.prepare(calls, seconds)
  /** @param {number} during @param {typeof operation} each */
  const round = async (during, each) => {
    const { origin, pid: serverPid } = calls.contender
    const outcome = await load({ origin, serverPid, databasePid, seconds: during, operation: each })
    if (outcome.errors[0]) throw new Failure(`soak: ${outcome.errors[0]}`)
    return outcome
  }
  const { perSecond } = await round(BURST_SECONDS, operation)

  let due = performance.now()
  /** Waits for its turn, so that all callers together keep the pace. @type {typeof operation} */
  const paced = (connection, caller) => {
    const once = operation(connection, caller)
    return async () => {
      due = Math.max(due + 1000 / (perSecond * SHARE), performance.now() - 100)
      const wait = due - performance.now()
      if (wait > 0) await sleep(wait)
      return once()
    }
  }
  /** @type {Sample[]} */
  const samples = []
  for (let at = SAMPLE_SECONDS; at <= seconds; at += SAMPLE_SECONDS) {
    const { residentMegabytes: megabytes, done, p50, p99 } = await round(SAMPLE_SECONDS, paced)
    samples.push({ seconds: at, megabytes, done, p50, p99 })
  }
  return samples
}
