import { CONTENDERS } from './contenders/contenders.mjs'
import { PINS } from './machine/pinning.mjs'
import { record } from './results.mjs'
import { median, table } from './statistics.mjs'

/** @typedef {import('./load/load.mjs').Round} Round */

const whole = (/** @type {number} */ value) => (Number.isFinite(value) ? value.toFixed(0) : '—')
const titleOf = (/** @type {string} */ name) => CONTENDERS[name]?.title ?? name

/** @param {Round[]} rounds @param {(round: Round) => number} figure @returns {string} the median, and the range */
function spread(rounds, figure) {
  const values = rounds.map(figure)
  const middle = whole(median(values))
  return values.length < 2
    ? middle
    : `${middle} (${whole(Math.min(...values))}–${whole(Math.max(...values))})`
}

/**
 * How many times the CPU of Gatehouse the other one takes; the range is that of the rounds, each beside its neighbour.
 * @param {Round[]} own @param {Round[]} other
 */
function ratio(own, other) {
  const ratios = own
    .map((round, at) => (other[at]?.serverMicros ?? Number.NaN) / round.serverMicros)
    .filter(Number.isFinite)
  if (ratios.length === 0) return '—'
  const range =
    ratios.length < 2 ? '' : ` (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`
  return `${median(ratios).toFixed(2)}${range}`
}

/**
 * Prints the table, and writes it where the run was one to be kept.
 * @param {import('./run.mjs').Measured} measured
 * @param {import('./options.mjs').Options} options
 * @param {{ busyBefore: number, commit: string }} before load average of the machine, and what was built, at the start
 * @returns {boolean} whether every round counts
 */
export function report(measured, { scenarios, seconds, rounds, writes }, { busyBefore, commit }) {
  const head = ['work', 'server', 'per s', 'server CPU, µs', 'PostgreSQL CPU, µs', 'p50, ms', 'p99, ms']
  const rows = scenarios.flatMap(({ name, title }) => {
    const byContender = [...(measured.get(name) ?? [])]
    const own = measured.get(name)?.get('gatehouse') ?? []
    return byContender.map(([contender, of], at) => {
      const failed = of.find(({ errors }) => errors.length)
      if (failed) {
        const error = failed.errors[0]?.replaceAll('|', ' ').slice(0, 80)
        const nothing = Array.from({ length: head.length + 1 }, () => '—')
        return [at === 0 ? title : '', titleOf(contender), `void: ${error}`, ...nothing].slice(
          0,
          head.length + 3,
        )
      }
      return [
        at === 0 ? title : '',
        titleOf(contender),
        spread(of, ({ perSecond }) => perSecond),
        spread(of, ({ serverMicros }) => serverMicros),
        spread(of, ({ databaseMicros }) => databaseMicros),
        median(of.map(({ p50 }) => p50)).toFixed(1),
        median(of.map(({ p99 }) => p99)).toFixed(1),
        whole(of.reduce((sum, { errors }) => sum + errors.length, 0)),
        whole(median(of.map(({ residentMegabytes }) => residentMegabytes))),
        contender === 'gatehouse' ? '1' : ratio(own, of),
      ]
    })
  })
  const body = `${table([...head, 'errors', 'MB', 'CPU ÷ Gatehouse'], rows)}

Commit ${commit}. Medians of ${rounds} alternated rounds of ${seconds} s each, after a warm-up, with their ranges; 32 callers at the
same time. ${PINS ? 'The server had one core to itself, load and PostgreSQL shared the other.' : 'Server and load shared all cores.'}
Load average of the machine before the start: ${busyBefore.toFixed(1)}. Every answer was checked; one wrong answer voids what it was asked of.
CPU ÷ Gatehouse: how many times the CPU of Gatehouse the server takes for the same work, round by round.
`
  if (writes) record('Gatehouse beside its peers', 'npm run bench', body)
  else process.stdout.write(`\n${body}`)
  return [...measured.values()].every((rounds) =>
    [...rounds.values()].flat().every(({ errors }) => !errors.length),
  )
}
