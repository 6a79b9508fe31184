import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { prepare } from '../tools/prepare.mjs'
import { entry, Failure, step } from '../tools/workspace/step.mjs'
import { startContender } from './contenders/contenders.mjs'
import { TokenCalls } from './load/token-calls.mjs'
import { commitOf, startPostgres } from './machine/database.mjs'
import { inThrownAwayHome } from './machine/home.mjs'
import { pinRest, unpin } from './machine/pinning.mjs'
import { residentMegabytes } from './machine/processor-time.mjs'
import { record } from './results.mjs'
import { measuredRound } from './scenarios/measured-round.mjs'
import { median, table } from './statistics.mjs'

/*
 * `npm run bench:scaling`: how soon the server answers after its start, and what a request costs when two processes share
 * the work.
 */

const STARTS = 7
const ROUNDS = 3
const WARM_UP_SECONDS = 2
const NAMES = ['token', 'refresh', 'mixed']
const PROCESSES = [1, 2]

/** @typedef {import('./load/load.mjs').Round} Round */

/** @param {import('./contenders/contenders.mjs').Contender} contender */
async function startTimes({ restart }) {
  if (!restart) throw new Failure('Gatehouse cannot be started again.')
  const [milliseconds, megabytes] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])]
  for (let time = 0; time < STARTS; time += 1) {
    const start = await restart()
    milliseconds.push(start.milliseconds)
    megabytes.push(residentMegabytes(start.pid))
  }
  return { milliseconds, megabytes }
}

/** @param {string} name @param {Map<number, Round[]>} byProcesses @returns {string[][]} */
function rows(name, byProcesses) {
  return [...byProcesses].map(([processes, rounds]) => {
    const middle = (/** @type {(round: Round) => number} */ of) => median(rounds.map(of))
    return [
      name,
      String(processes),
      middle(({ perSecond }) => perSecond).toFixed(0),
      middle(({ serverMicros }) => serverMicros).toFixed(0),
      middle(({ databaseMicros }) => databaseMicros).toFixed(0),
      middle(({ p50 }) => p50).toFixed(1),
      middle(({ p99 }) => p99).toFixed(1),
      middle(({ residentMegabytes: megabytes }) => megabytes).toFixed(0),
    ]
  })
}

await entry(async () => {
  const { values } = parseArgs({ options: { seconds: { type: 'string', default: '3' } } })
  const seconds = Number(values.seconds)
  if (!(seconds > 0)) throw new Failure('Usage: npm run bench:scaling -- [--seconds 3]')
  await prepare({ console: false })
  const [busyBefore = 0] = loadavg()
  const commit = await commitOf()
  await inThrownAwayHome(async (home, stops) => {
    const postgres = await startPostgres(home)
    stops.push(postgres.stop)
    /** @type {Map<string, Map<number, Round[]>>} */
    const measured = new Map(NAMES.map((name) => [name, new Map()]))
    /** @type {Awaited<ReturnType<typeof startTimes>> | undefined} */
    let starts
    for (const workers of PROCESSES) {
      pinRest(process.pid)
      const contender = await step(`starting ${workers} × gatehouse`, () =>
        startContender('gatehouse', { postgres, home, workers }),
      )
      try {
        const calls = new TokenCalls(contender)
        for (const [name, byProcesses] of measured) {
          await step(`${name}, ${workers} × gatehouse`, async () => {
            await measuredRound(calls, postgres.pid, name, WARM_UP_SECONDS)
            const rounds = []
            for (let at = 0; at < ROUNDS; at += 1)
              rounds.push(await measuredRound(calls, postgres.pid, name, seconds))
            byProcesses.set(workers, rounds)
          })
        }
        if (workers === 1) {
          unpin(process.pid)
          starts = await step(`${STARTS} starts`, () => startTimes(contender))
        }
      } finally {
        await contender.stop()
      }
    }
    const [fastest = NaN, slowest = NaN] = [Math.min, Math.max].map((of) =>
      of(...(starts?.milliseconds ?? [])),
    )
    record(
      'Starting and sharing',
      'npm run bench:scaling',
      `From the start of the process until \`/health/ready\` answers 200, ${STARTS} times: ${median(starts?.milliseconds ?? []).toFixed(0)} ms in the median,
${fastest.toFixed(0)} to ${slowest.toFixed(0)} (goal: under 1500). Resident memory then: ${median(starts?.megabytes ?? []).toFixed(0)} MB.

${table(
  ['work', 'processes', 'req/s', 'CPU, µs', 'PostgreSQL, µs', 'p50, ms', 'p99, ms', 'memory, MB'],
  [...measured].flatMap(([name, byProcesses]) => rows(name, byProcesses)),
)}

Medians of ${ROUNDS} rounds of ${seconds} s. One process has a core to itself, and PostgreSQL and the load the other; two processes (\`GATEHOUSE_WORKERS\`,
with the first process that hands connections on) share both cores with them. So the throughput of two is that of a machine
that is full, and what sharing costs is told by the CPU of a request. Commit ${commit}; load average of the machine before
the start: ${busyBefore.toFixed(1)}.`,
    )
  })
})
