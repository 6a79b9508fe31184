import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Failure } from '../tools/workspace/step.mjs'
import { CONTENDERS } from './contenders/contenders.mjs'
import { SCENARIOS } from './scenarios/scenarios.mjs'

const USAGE = `Usage: npm run bench -- [scenario …] [options]

  --peer NAME       beside Gatehouse and the floor; may be repeated; default: every peer
  --seconds N       of one round; default 5
  --rounds N        of each scenario and contender, alternating; default 3
  --smoke           Gatehouse and the floor, one round of a second; asks for right answers, writes nothing
  --profile FOLDER  leaves a CPU profile of Gatehouse there for each round; writes nothing else

  scenarios: ${SCENARIOS.map(({ name }) => name).join(', ')}
  peers: ${Object.keys(CONTENDERS)
    .filter((name) => !['gatehouse', 'floor'].includes(name))
    .join(', ')}`

/**
 * What a run measures.
 * @typedef {object} Options
 * @property {import('./scenarios/scenario.mjs').Scenario[]} scenarios
 * @property {string[]} contenders by name, Gatehouse first
 * @property {number} seconds @property {number} warmUpSeconds @property {number} rounds
 * @property {boolean} writes whether RESULTS.md gets the outcome
 * @property {string} [profile] folder for a profile of Gatehouse
 */

/** @param {string[]} args @returns {Options} @throws {Failure} with the usage when something is unknown */
export function readOptions(args) {
  const { values, positionals } = parse(args)
  const known = new Map(SCENARIOS.map((scenario) => [scenario.name, scenario]))
  const unknown = [
    ...positionals.filter((name) => !known.has(name)),
    ...(values.peer ?? []).filter((name) => name !== 'none' && !CONTENDERS[name]),
  ]
  if (unknown.length) throw new Failure(`Unknown: ${unknown.join(', ')}\n\n${USAGE}`)
  const peers = values.peer?.filter((name) => name !== 'none') ?? Object.keys(CONTENDERS)
  const smoke = values.smoke ?? false
  const [seconds, rounds] = [values.seconds, values.rounds].map((text) => Number(text))
  if (!(Number(seconds) > 0) || !(Number(rounds) > 0)) throw new Failure(USAGE)
  const alone = values.profile !== undefined
  return {
    scenarios: positionals.length ? SCENARIOS.filter(({ name }) => positionals.includes(name)) : SCENARIOS,
    contenders: [...new Set(['gatehouse', ...(alone ? [] : ['floor', ...(smoke ? [] : peers)])])],
    seconds: smoke ? 1 : Number(seconds),
    warmUpSeconds: smoke ? 0 : 2,
    rounds: smoke ? 1 : Number(rounds),
    writes: !smoke && !alone,
    profile: values.profile && resolve(values.profile),
  }
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        peer: { type: 'string', multiple: true },
        seconds: { type: 'string', default: '5' },
        rounds: { type: 'string', default: '3' },
        smoke: { type: 'boolean' },
        profile: { type: 'string' },
      },
    })
  } catch (error) {
    throw new Failure(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  }
}
