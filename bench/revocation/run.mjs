import { fork } from 'node:child_process'
import { once } from 'node:events'
import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { prepare } from '../../tools/prepare.mjs'
import { entry, Failure, step } from '../../tools/workspace/step.mjs'
import { record } from '../results.mjs'
import { percentile, table } from '../statistics.mjs'
import { connections, get, ServerCalls } from './calls.mjs'
import { startGatehouse } from './gatehouse.mjs'
import { AdminCalls } from './admin-calls.mjs'
import { Person } from './person.mjs'

/*
 * `npm run bench:revocation`: how long a revoked token is still accepted. From the answer to whoever revokes, to the
 * arrival of the first 401 at each of three running instances of the bank, while other requests pass.
 */

const INSTANCES = 3
const PER_SECOND = 2_000
const REVOCATIONS = 200
const QUIET_REVOCATIONS = 60
const SIGN_OUTS = 20
const DISABLED = 4
const OTHER_TOKENS = 60
/** After this a token that is still accepted counts as lost. */
const PATIENCE_MS = 5_000
const LONGEST_RUN_MS = 160_000
const PASSWORD = 'a throw-away password of the bench'

const agent = connections(INSTANCES * 2)

/** @typedef {{ name: string, callMs: number[], delaysMs: number[], roundTripsMs: number[], lost: number }} Writer */

/** @returns {Writer} */
const writer = (/** @type {string} */ name) => ({ name, callMs: [], delaysMs: [], roundTripsMs: [], lost: 0 })

/** @param {string} bank @param {string} token */
const ask = (bank, token) => get(agent, `${bank}/accounts`, token)

/**
 * Asks one instance again and again until it refuses the token.
 * @param {string} bank @param {string} token
 * @param {{ ends: number }} patience set once the revocation is answered
 * @returns {Promise<number | undefined>} when the refusal arrived; undefined when none did
 */
async function refusedAt(bank, token, patience) {
  while (performance.now() < patience.ends) {
    if ((await ask(bank, token)) === 401) return performance.now()
  }
  return undefined
}

/** @param {string[]} banks @param {string} token @param {Writer} writer @param {() => Promise<unknown>} revoke */
async function measure(banks, token, writer, revoke) {
  const bank = banks[writer.callMs.length % banks.length]
  const sent = performance.now()
  await get(agent, `${bank}/health/live`)
  writer.roundTripsMs.push(performance.now() - sent)
  for (const bank of banks) {
    const status = await ask(bank, token)
    if (status !== 200) throw new Failure(`${writer.name}: a living token was answered with ${status}.`)
  }
  const patience = { ends: Infinity }
  const watched = Promise.all(banks.map((bank) => refusedAt(bank, token, patience)))
  // What the one who revokes fails with is told below; the questions that it leaves behind fail after it.
  watched.catch(() => undefined)
  const begin = performance.now()
  await revoke()
  const answered = performance.now()
  patience.ends = answered + PATIENCE_MS
  writer.callMs.push(answered - begin)
  for (const refused of await watched) {
    if (refused === undefined) writer.lost += 1
    else writer.delaysMs.push(Math.max(0, refused - answered))
  }
}

/** @param {import('node:child_process').ChildProcess} load */
async function report(load) {
  load.send('report')
  const [counts] = await once(load, 'message')
  return /** @type {{ passed: number, refused: number, failed: number, perSecond: number }} */ (counts)
}

/** @param {Awaited<ReturnType<typeof startGatehouse>>} gatehouse @param {import('node:child_process').ChildProcess} load */
async function runAll(gatehouse, load) {
  const { banks, bankUrl, demo, issuer } = gatehouse
  const server = new ServerCalls(issuer, demo.clientId, demo.clientSecret)
  const own = async () =>
    (await server.token({ grant_type: 'client_credentials', scope: 'accounts:read' })).access_token
  const others = await Promise.all(Array.from({ length: OTHER_TOKENS }, own))
  const doomed = []
  while (doomed.length < QUIET_REVOCATIONS + REVOCATIONS)
    doomed.push(...(await Promise.all(Array.from({ length: 20 }, own))))

  const revokeAll = async (/** @type {Writer} */ to, /** @type {string[]} */ tokens) => {
    for (const token of tokens) await measure(banks, token, to, () => server.revoke(token))
  }
  const quiet = writer('`/oauth2/revoke`, nothing else passing')
  await step(`${QUIET_REVOCATIONS} revocations on their own`, () =>
    revokeAll(quiet, doomed.slice(0, QUIET_REVOCATIONS)),
  )

  const urls = banks.map((bank) => `${bank}/accounts`)
  load.send({ urls, tokens: others, perSecond: PER_SECOND })
  await sleep(3_000)
  await report(load)
  const revoke = writer('`/oauth2/revoke`')
  await step(`${REVOCATIONS} revocations`, () => revokeAll(revoke, doomed.slice(QUIET_REVOCATIONS)))
  const during = await report(load)

  const signOut = writer('sign-out of a person')
  const ended = []
  await step(`${SIGN_OUTS} sign-outs`, async () => {
    for (let times = 0; times < SIGN_OUTS; times += 1) {
      const person = new Person(server, { username: demo.username, password: demo.password })
      const { accessToken, idToken } = await person.signIn(bankUrl)
      await measure(banks, accessToken, signOut, () => person.signOut(idToken))
      ended.push(accessToken)
    }
  })

  const admin = await AdminCalls.register(gatehouse.commandLine, issuer)
  const adminSignOut = writer('sign-out by the admin API')
  const adminRevoke = writer('revocation by the admin API')
  await step(`${SIGN_OUTS} sign-outs and as many revocations by the admin API`, async () => {
    for (let times = 0; times < SIGN_OUTS; times += 1) {
      const person = new Person(server, { username: demo.username, password: demo.password })
      const { accessToken } = await person.signIn(bankUrl)
      await measure(banks, accessToken, adminSignOut, () => admin.endSessionsOf(accessToken))
      const machine = await own()
      await measure(banks, machine, adminRevoke, () => admin.revoke(machine))
      ended.push(accessToken, machine)
      // A person's tokens end by the second in which they were issued: those of the next sign-in must be younger.
      await sleep(1_000)
    }
  })

  const disable = writer('`npm run user -- disable`')
  await step(`${DISABLED} people switched off`, async () => {
    for (let number = 1; number <= DISABLED; number += 1) {
      const username = `bench-${number}`
      await gatehouse.commandLine('user', 'add', '--username', username, '--password', PASSWORD)
      const { accessToken } = await new Person(server, { username, password: PASSWORD }).signIn(bankUrl)
      await measure(banks, accessToken, disable, () => gatehouse.commandLine('user', 'disable', username))
      ended.push(accessToken)
    }
  })

  const after = await report(load)
  let accepted = 0
  let refused = during.refused + after.refused
  for (const bank of banks) {
    for (const token of [...doomed, ...ended]) accepted += (await ask(bank, token)) === 401 ? 0 : 1
    for (const token of others) refused += (await ask(bank, token)) === 200 ? 0 : 1
  }
  const failed = during.failed + after.failed
  return {
    writers: [revoke, signOut, adminSignOut, adminRevoke, disable, quiet],
    during,
    accepted,
    refused,
    failed,
  }
}

/** @param {Awaited<ReturnType<typeof runAll>>} outcome @param {number} busyBefore */
function describe({ writers, during, accepted, refused, failed }, busyBefore) {
  const rows = writers.map(({ name, callMs, delaysMs, roundTripsMs, lost }) => {
    const [p50, p99, max] = [0.5, 0.99, 1].map((share) => percentile(delaysMs, share))
    const roundTrip = percentile(roundTripsMs, 0.5)
    const ratio = `${(p99 / roundTrip).toFixed(1)} ×`
    return [name, String(callMs.length), p50, p99, max, String(lost), roundTrip, ratio]
  })
  const head = ['revoked by', 'times', 'p50', 'p99', 'max', 'lost', 'round trip', 'p99 / round trip']
  const p99 = percentile(writers[0]?.delaysMs ?? [], 0.99)
  return `${table(head, rows)}

Milliseconds from the answer to the first 401 at each of ${INSTANCES} instances of the bank, while ${during.perSecond.toFixed(0)} other requests
passed each second (asked for: ${PER_SECOND}). 0.0 means that the token was refused before the answer was there. The round
trip is the p50 of \`GET /health/live\` at the same time. Load average of the machine before the start: ${busyBefore.toFixed(1)}.

- Revoked tokens that an instance accepted at the end: ${accepted}.
- Requests with living tokens that were refused: ${refused}; that failed: ${failed}.
- Goal, p99 of \`/oauth2/revoke\` under 100 ms: ${p99.toFixed(1)} ms, ${p99 < 100 ? 'met' : 'missed'}.
`
}

await entry(async () => {
  await prepare({ console: false })
  const [busyBefore = 0] = loadavg()
  const gatehouse = await step(`starting the server and ${INSTANCES} banks`, () => startGatehouse(INSTANCES))
  const load = fork(new URL('load.mjs', import.meta.url))
  const stop = new AbortController()
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.once(signal, () => stop.abort())
  try {
    const tooLong = sleep(LONGEST_RUN_MS, undefined, { ref: false, signal: stop.signal }).then(
      () => Promise.reject(new Failure('It took too long.')),
      () => Promise.reject(new Failure('Interrupted.')),
    )
    const outcome = await Promise.race([runAll(gatehouse, load), tooLong])
    record(
      'How soon a revocation reaches every API',
      'npm run bench:revocation',
      describe(outcome, busyBefore),
    )
    const lost = outcome.writers.reduce((sum, writer) => sum + writer.lost, outcome.accepted)
    return lost + outcome.refused === 0 ? 0 : 1
  } finally {
    load.kill()
    agent.destroy()
    await gatehouse.stop()
  }
})
