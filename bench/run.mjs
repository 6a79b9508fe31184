import { mkdirSync } from 'node:fs'
import { loadavg } from 'node:os'
import { prepare } from '../tools/prepare.mjs'
import { entry, step } from '../tools/workspace/step.mjs'
import { installPeers } from './contenders/installation.mjs'
import { CONTENDERS, startContender } from './contenders/contenders.mjs'
import { Connection } from './load/connection.mjs'
import { load } from './load/load.mjs'
import { TokenCalls } from './load/token-calls.mjs'
import { commitOf, startPostgres } from './machine/database.mjs'
import { inThrownAwayHome } from './machine/home.mjs'
import { pinRest } from './machine/pinning.mjs'
import { readOptions } from './options.mjs'
import { report } from './report.mjs'

/*
 * `npm run bench`: the same work by Gatehouse, by the floor and by its peers, in alternating rounds, each answer checked.
 */

/** @typedef {import('./load/load.mjs').Round} Round */
/** @typedef {import('./scenarios/scenario.mjs').Scenario} Scenario */
/** @typedef {Map<string, Map<string, Round[]>>} Measured rounds by scenario and contender */

/**
 * One round of one scenario by one contender.
 * @param {Scenario} scenario
 * @param {TokenCalls} calls @param {number} databasePid @param {number} seconds
 * @param {boolean} profiled whether the server leaves a profile of what is measured
 */
async function measure(scenario, calls, databasePid, seconds, profiled) {
  const { name } = calls.contender
  const { operation, after, target = calls.contender } = await scenario.prepare(calls, seconds)
  const { origin, pid: serverPid } = target
  if (profiled) process.kill(serverPid, 'SIGUSR2')
  const round = await load({ origin, serverPid, databasePid, seconds, callers: scenario.callers, operation })
  if (profiled) process.kill(serverPid, 'SIGUSR2')
  if (round.errors[0]) {
    process.stderr.write(`\n${scenario.name}, ${name}: ${round.errors[0]}\n`)
    return round
  }
  const connection = new Connection(origin)
  try {
    await after?.(connection)
  } finally {
    connection.close()
  }
  return round
}

/** @param {import('./contenders/contenders.mjs').Contender} contender @param {Scenario} scenario */
const offers = (contender, { name, needs }) =>
  !contender.without.includes(name) && (needs === undefined || contender[needs] !== undefined)

/**
 * @param {import('./options.mjs').Options} options
 * @param {TokenCalls[]} everyone @param {number} databasePid
 * @returns {Promise<Measured>}
 */
async function measureAll({ scenarios, seconds, warmUpSeconds, rounds, profile }, everyone, databasePid) {
  /** @type {Measured} */
  const measured = new Map()
  for (const scenario of scenarios) {
    const able = everyone.filter(({ contender }) => offers(contender, scenario))
    /** @type {Map<string, Round[]>} */
    const byContender = new Map(able.map(({ contender }) => [contender.name, []]))
    measured.set(scenario.name, byContender)
    const isVoid = new Set()
    for (let round = warmUpSeconds ? 0 : 1; round <= rounds; round += 1) {
      for (const calls of able.filter(({ contender }) => !isVoid.has(contender.name))) {
        const { name } = calls.contender
        await step(`${scenario.name}, ${name}, ${round === 0 ? 'warm-up' : `round ${round}`}`, async () => {
          const measuredSeconds = round === 0 ? warmUpSeconds : seconds
          const outcome = await measure(scenario, calls, databasePid, measuredSeconds, profile !== undefined)
          if (round > 0 || outcome.errors.length) byContender.get(name)?.push(outcome)
          if (outcome.errors.length) isVoid.add(name)
        })
      }
    }
  }
  return measured
}

await entry(async () => {
  const options = readOptions(process.argv.slice(2))
  await prepare({ console: false })
  if (options.contenders.some((name) => CONTENDERS[name]?.needsPackages)) await installPeers()
  const [busyBefore = 0] = loadavg()
  const commit = await commitOf()
  return inThrownAwayHome(async (home, stops) => {
    pinRest(process.pid)
    const postgres = await startPostgres(home)
    stops.push(postgres.stop)
    if (options.profile) mkdirSync(options.profile, { recursive: true })
    const everyone = []
    for (const name of options.contenders) {
      const contender = await step(`starting ${name}`, () =>
        startContender(name, { postgres, home, profile: options.profile }),
      )
      stops.push(contender.stop)
      everyone.push(new TokenCalls(contender))
    }
    const measured = await measureAll(options, everyone, postgres.pid)
    return report(measured, options, { busyBefore, commit }) ? 0 : 1
  })
})
