import { createHash } from 'node:crypto'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { prepare } from '../tools/prepare.mjs'
import { entry, Failure, step } from '../tools/workspace/step.mjs'
import { startContender } from './contenders/contenders.mjs'
import { addClients } from './growth/admin-lists.mjs'
import { addPeople, addRefreshTokens, settle } from './growth/rows.mjs'
import { AdminBrowser } from './load/admin-browser.mjs'
import { CLIENT_ID, usernameOf } from './load/registration.mjs'
import { commitOf, startPostgres } from './machine/database.mjs'
import { inThrownAwayHome } from './machine/home.mjs'
import { unpin } from './machine/pinning.mjs'
import { record } from './results.mjs'
import { percentile, table } from './statistics.mjs'

/*
 * `npm run bench:console`: how long an admin waits in the browser, with a million people.
 */

const GOAL_MILLISECONDS = 300
/** Those who are looked for are among them. */
const FEWEST_PEOPLE = 100_000

await entry(async () => {
  const { values } = parseArgs({
    options: { people: { type: 'string', default: '1000000' }, times: { type: 'string', default: '40' } },
  })
  const [people, times] = [Number(values.people), Number(values.times)]
  if (!(people >= FEWEST_PEOPLE && times > 0))
    throw new Failure('Usage: npm run bench:console -- [--people 1000000] [--times 40]')
  await prepare()
  const [busyBefore = 0] = loadavg()
  const commit = await commitOf()
  await inThrownAwayHome(async (home, stops) => {
    const postgres = await startPostgres(home)
    stops.push(postgres.stop)
    const contender = await step('starting gatehouse and its console', () =>
      startContender('gatehouse', { postgres, home, withConsole: true }),
    )
    stops.push(contender.stop)
    // One admin alone: all of them may use whatever is free.
    for (const pid of [postgres.pid, contender.pid]) unpin(pid)
    const { Database, UserStore } = await import('@gatehouse/data-access')
    const database = await Database.connect({ url: contender.databaseUrl ?? '', poolSize: 2 })
    stops.push(() => database.close())
    await step(`adding ${people} people`, async () => {
      await addPeople(database.pool, people)
      await addRefreshTokens(database.pool, { count: people, clientId: CLIENT_ID, expires: '14 days' })
      await addClients(database, (text) => createHash('sha256').update(text).digest())
      const users = new UserStore(database)
      const admin = await users.findByLogin(usernameOf(0))
      await users.grantRole(admin?.id ?? '', 'urn:gatehouse:admin', 'owner', new Date())
      await settle(database.pool)
    })
    const browser = await AdminBrowser.start(contender.console?.origin ?? '')
    stops.push(() => browser.stop())
    await browser.signIn()
    const measured = await step(`${times} times each way`, () => browser.measure(times))
    record(
      'What an admin waits for',
      'npm run bench:console',
      `${table(
        ['in the browser', 'p50, ms', 'p95, ms'],
        [...measured].map(([what, waits]) => [what, percentile(waits, 0.5), percentile(waits, 0.95)]),
      )}

With ${people} people, as many refresh tokens and ten thousand clients. From the click, key or address until what was asked
for is on the screen, ${times} times each; browser, console, server and PostgreSQL share this machine. A search waits ${AdminBrowser.typingMilliseconds} ms for the
next key, which is part of it. Goal: ${GOAL_MILLISECONDS} ms. Commit ${commit}; load average of the machine before the start: ${busyBefore.toFixed(1)}.`,
    )
  })
})
