import { Failure } from '../../tools/workspace/step.mjs'
import { load } from '../load/load.mjs'
import { SCENARIOS } from './scenarios.mjs'

/**
 * One round of one scenario, whose every answer must be right.
 * @param {import('../load/token-calls.mjs').TokenCalls} calls
 * @param {number} databasePid @param {string} name of the scenario @param {number} seconds
 * @returns {Promise<import('../load/load.mjs').Round>}
 */
export async function measuredRound(calls, databasePid, name, seconds) {
  const prepared = await SCENARIOS.find((scenario) => scenario.name === name)?.prepare(calls, seconds)
  if (!prepared) throw new Failure(`There is no scenario ${name}.`)
  const { origin, pid: serverPid } = calls.contender
  const round = await load({ origin, serverPid, databasePid, seconds, operation: prepared.operation })
  if (round.errors[0]) throw new Failure(`${name}: ${round.errors[0]}`)
  return round
}
