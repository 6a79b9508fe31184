import { createHash } from 'node:crypto'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { prepare } from '../../tools/prepare.mjs'
import { entry, Failure, step } from '../../tools/workspace/step.mjs'
import { startContender } from '../contenders/contenders.mjs'
import { CLIENT_ID } from '../load/registration.mjs'
import { TokenCalls } from '../load/token-calls.mjs'
import { commitOf, startPostgres } from '../machine/database.mjs'
import { inThrownAwayHome } from '../machine/home.mjs'
import { pinRest } from '../machine/pinning.mjs'
import { record } from '../results.mjs'
import { measuredRound } from '../scenarios/measured-round.mjs'
import { median, table } from '../statistics.mjs'
import { addClients, adminLists } from './admin-lists.mjs'
import { writeChart } from './line-chart.mjs'
import { addPeople, addRefreshTokens, endSome, settle } from './rows.mjs'
import { soak } from './soak.mjs'

/*
 * `npm run bench:growth`: what a request costs with a million people and refresh tokens by the million, while expired rows
 * are removed, and after minutes of load.
 */

const NAMES = ['token', 'exchange', 'refresh', 'introspect', 'userinfo']
const ROUNDS = 3
const MILLION = 1_000_000
const CLEAN_UP_BATCH = 500

/** @typedef {import('../load/load.mjs').Round} Round */

/** @param {TokenCalls} calls @param {number} databasePid @param {number} seconds */
async function costs(calls, databasePid, seconds) {
  /** @type {Map<string, { server: number, database: number }>} */
  const result = new Map()
  for (const name of NAMES) {
    await measuredRound(calls, databasePid, name, 1)
    const rounds = []
    for (let round = 0; round < ROUNDS; round += 1)
      rounds.push(await measuredRound(calls, databasePid, name, seconds))
    const [server = 0, database = 0] = [
      median(rounds.map(({ serverMicros }) => serverMicros)),
      median(rounds.map(({ databaseMicros }) => databaseMicros)),
    ]
    result.set(name, { server, database })
  }
  return result
}

/**
 * Refresh alone, then while expired rows are removed as fast as batch after batch goes.
 * @param {TokenCalls} calls @param {number} databasePid @param {import('@gatehouse/data-access').Database} database
 * @param {import('@gatehouse/data-access').CleanupStore} cleanup @param {number} seconds
 */
async function cleanUpUnderLoad(calls, databasePid, database, cleanup, seconds) {
  await addRefreshTokens(database.pool, { count: MILLION, clientId: CLIENT_ID, expires: '-1 hour' })
  await settle(database.pool)
  const before = await measuredRound(calls, databasePid, 'refresh', seconds)
  let removed = 0
  let isOver = false
  const cleaning = (async () => {
    while (!isOver) removed += await cleanup.deleteExpired(new Date(), CLEAN_UP_BATCH)
  })()
  const during = await measuredRound(calls, databasePid, 'refresh', seconds).finally(async () => {
    isOver = true
    await cleaning
  })
  return { before, during, removed }
}

/** @param {Map<number, Awaited<ReturnType<typeof costs>>>} byRows */
function growthTable(byRows) {
  const head = ['work', ...[...byRows.keys()].map((rows) => `${rows / MILLION} M`), 'most ÷ none']
  const rows = NAMES.map((name) => {
    const cells = [...byRows.values()].map((each) => each.get(name) ?? { server: NaN, database: NaN })
    const [first, last] = [cells[0], cells.at(-1)]
    const growth =
      ((last?.server ?? 0) + (last?.database ?? 0)) / ((first?.server ?? 0) + (first?.database ?? 0))
    return [
      name,
      ...cells.map(({ server, database }) => `${server.toFixed(0)} + ${database.toFixed(0)}`),
      growth.toFixed(2),
    ]
  })
  return table(head, rows)
}

/** @param {Map<number, Awaited<ReturnType<typeof costs>>>} byRows */
function chartGrowth(byRows) {
  for (const [part, title] of /** @type {const} */ ([
    ['server', 'Server CPU of a request by stored refresh tokens'],
    ['database', 'PostgreSQL CPU of a request by stored refresh tokens'],
  ])) {
    writeChart(`growth-${part}`, {
      title,
      horizontal: 'refresh tokens, millions (with one million people)',
      vertical: 'µs',
      series: NAMES.map((name) => ({
        name,
        points: [...byRows].map(([rows, of]) => [rows / MILLION, of.get(name)?.[part] ?? 0]),
      })),
    })
  }
}

/** @param {{ millions: number[], seconds: number, soakSeconds: number }} options @param {string} home @param {(() => Promise<void>)[]} stops */
async function run({ millions, seconds, soakSeconds }, home, stops) {
  const [busyBefore = 0] = loadavg()
  const commit = await commitOf()
  pinRest(process.pid)
  const postgres = await startPostgres(home)
  stops.push(postgres.stop)
  const contender = await step('starting gatehouse', () => startContender('gatehouse', { postgres, home }))
  stops.push(contender.stop)
  const { Database, CleanupStore } = await import('@gatehouse/data-access')
  const database = await Database.connect({
    url: contender.databaseUrl ?? '',
    poolSize: 2,
    applicationName: 'bench',
  })
  stops.push(() => database.close())
  const calls = new TokenCalls(contender)

  const byRows = new Map([[0, await step('nothing stored', () => costs(calls, postgres.pid, seconds))]])
  let stored = 0
  for (const million of millions) {
    await step(`adding rows up to ${million} M`, async () => {
      if (stored === 0) await addPeople(database.pool, MILLION)
      const count = million * MILLION - stored
      await addRefreshTokens(database.pool, { count, clientId: CLIENT_ID, expires: '14 days' })
      await settle(database.pool)
      stored += count
    })
    byRows.set(stored, await step(`${million} M stored`, () => costs(calls, postgres.pid, seconds)))
  }
  const lists = await step('lists of the admin API', async () => {
    await endSome(database.pool)
    await addClients(database, (text) => createHash('sha256').update(text).digest())
    await settle(database.pool)
    return adminLists(contender.origin)
  })
  const cleanUp = await step('clean-up under load', () =>
    cleanUpUnderLoad(calls, postgres.pid, database, new CleanupStore(database), Math.max(10, seconds)),
  )
  const samples = await step(`soak of ${soakSeconds} s`, () => soak(calls, postgres.pid, soakSeconds))

  chartGrowth(byRows)
  writeChart('soak', {
    title: `Resident memory over ${soakSeconds} s of mixed load`,
    horizontal: 'minutes',
    vertical: 'MB',
    series: [
      { name: 'auth server', points: samples.map(({ seconds: at, megabytes }) => [at / 60, megabytes]) },
    ],
    label: (minutes) => minutes.toFixed(1),
  })
  const { before, during, removed } = cleanUp
  const [first, last] = [samples[Math.floor(samples.length / 4)], samples.at(-1)]
  record(
    'What growth costs',
    'npm run bench:growth',
    `${growthTable(byRows)}

CPU of the server + of PostgreSQL for each request, µs, medians of ${ROUNDS} rounds of ${seconds} s; with rows there are one million
people too. Commit ${commit}; load average of the machine before the start: ${busyBefore.toFixed(1)}.

- Clean-up of expired rows beside a refresh load, batch after batch without a pause: ${removed} rows went in ${Math.max(10, seconds)} s. p50 of a
  refresh ${before.p50.toFixed(1)} ms before and ${during.p50.toFixed(1)} during, p99 ${before.p99.toFixed(1)} and ${during.p99.toFixed(1)}.
- Soak of ${soakSeconds} s at 70 % of what a short burst reached, mixed load: resident memory ${first?.megabytes.toFixed(0)} MB after a quarter of it and
  ${last?.megabytes.toFixed(0)} MB at the end; ${samples.reduce((sum, { done }) => sum + done, 0)} operations, each answer checked. p99 was
  ${median(samples.map(({ p50, p99 }) => p99 / p50)).toFixed(1)} × p50, the median of the samples.

Lists of the admin API, one after the other, over a million people, ${stored / MILLION} M refresh tokens and ten thousand clients (goal:
p95 under 50 ms):

${table(
  ['list', 'p50, ms', 'p95, ms'],
  lists.map(({ name, p50, p95 }) => [name, p50, p95]),
)}`,
  )
}

await entry(async () => {
  const { values } = parseArgs({
    options: {
      millions: { type: 'string', default: '1' },
      seconds: { type: 'string', default: '3' },
      soak: { type: 'string', default: '300' },
    },
  })
  const millions = values.millions.split(',').map(Number)
  const options = { millions, seconds: Number(values.seconds), soakSeconds: Number(values.soak) }
  if ([...millions, options.seconds, options.soakSeconds].some((value) => !(value > 0)))
    throw new Failure('Usage: npm run bench:growth -- [--millions 1,10] [--seconds 3] [--soak 300]')
  await prepare({ console: false })
  await inThrownAwayHome((home, stops) => run(options, home, stops))
})
