import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { ClientRecord } from '@gatehouse/data-access'
import { ADMIN_RESOURCE, BUNDLED_CLIENTS, type AdminFirstSteps } from '@gatehouse/token-types'
import { TestingApp } from '../../testing-app.fixture.js'
import { AdminCaller, installAdminApi } from '../admin-caller.fixture.js'

let test: TestingApp
let console: ClientRecord
let owner: AdminCaller

beforeEach(async () => {
  test = await TestingApp.start()
  const installed = await installAdminApi(test)
  // As the seed registers it: under a name that is no admin's own.
  await test.database.pool.query('UPDATE clients SET client_id = $1 WHERE client_id = $2', [
    BUNDLED_CLIENTS.console,
    installed.clientId,
  ])
  console = { ...installed, clientId: BUNDLED_CLIENTS.console }
  owner = await AdminCaller.with(test, console, ['owner'])
})

afterEach(() => test.close())

const firstSteps = async () => (await owner.get('/first-steps')).json<AdminFirstSteps>()
const done = async () => (await firstSteps()).steps.filter(({ is_done }) => is_done).map(({ name }) => name)

describe('the first steps', () => {
  it('begin with the admin alone: what the installation brought along does not count', async () => {
    const resource = await test.resource()
    await test.confidentialClient({ clientId: BUNDLED_CLIENTS.bank, resourceServerFor: resource.identifier })
    const demo = await test.confidentialClient({ clientId: BUNDLED_CLIENTS.demo })
    await test.tokens(demo, await test.person())
    expect(await firstSteps()).toStrictEqual({
      state: 'open',
      steps: [
        { name: 'admin', is_done: true },
        { name: 'client', is_done: false },
        { name: 'sign_in', is_done: false },
        { name: 'resource', is_done: false },
      ],
    })
  })

  it('are done one by one, and gone for ever with the last, also when its thing is removed', async () => {
    const client = await test.confidentialClient()
    expect(await done()).toStrictEqual(['admin', 'client'])
    await test.token(client, { grant_type: 'client_credentials' })
    expect(await done()).toStrictEqual(['admin', 'client'])
    await test.tokens(client, await test.person())
    expect(await done()).toStrictEqual(['admin', 'client', 'sign_in'])
    await test.resource()
    expect(await firstSteps()).toStrictEqual({ state: 'done', steps: [] })
    await test.database.pool.query('DELETE FROM resources WHERE identifier <> $1', [ADMIN_RESOURCE])
    expect(await firstSteps()).toStrictEqual({ state: 'done', steps: [] })
  })

  it('are put away and fetched again for everybody, which the audit log tells', async () => {
    expect((await owner.call('PUT', '/first-steps', { is_skipped: true })).json()).toMatchObject({
      state: 'skipped',
    })
    const auditor = await AdminCaller.with(test, console, ['auditor'])
    expect((await auditor.get('/first-steps')).json()).toMatchObject({ state: 'skipped' })
    expect((await auditor.call('PUT', '/first-steps', { is_skipped: false })).statusCode).toBe(403)
    await owner.call('PUT', '/first-steps', { is_skipped: false })
    expect((await firstSteps()).state).toBe('open')
    const { rows } = await test.database.pool.query(
      `SELECT type, actor_id FROM audit_events WHERE type LIKE 'first_steps.%' ORDER BY sequence`,
    )
    expect(rows).toStrictEqual([
      { type: 'first_steps.skipped', actor_id: owner.person.user.id },
      { type: 'first_steps.resumed', actor_id: owner.person.user.id },
    ])
  })

  it('refuse what says nothing', async () => {
    expect((await owner.call('PUT', '/first-steps', {})).statusCode).toBe(422)
  })
})
