import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { AdminClient } from '@gatehouse/token-types'
import { TestingApp } from '../../testing-app.fixture.js'
import { AdminCaller, installAdminApi } from '../admin-caller.fixture.js'

let test: TestingApp
let admin: AdminCaller

beforeAll(async () => {
  test = await TestingApp.start()
  const console = await installAdminApi(test)
  admin = await AdminCaller.with(test, console, ['admin'])
})

afterAll(() => test.close())

const SHOP = { client_name: 'Shop', redirect_uris: ['https://shop.example/callback'] }

type Made = AdminClient & { client_secret?: string }

const register = async (fields: object = SHOP): Promise<Made> =>
  (await admin.call('POST', '/clients', fields)).json<Made>()

describe('secrets', () => {
  it('live side by side, so that a rotation has an overlap, until one is removed', async () => {
    const made = await register({ ...SHOP, grant_types: ['authorization_code', 'client_credentials'] })
    const path = `/clients/${made.client_id}/secrets`
    const added = (await admin.call('POST', path, { name: 'next' })).json<
      AdminClient & { client_secret: string }
    >()
    expect(added.secrets.map(({ name }) => name)).toContain('next')
    const old = added.secrets.find(({ name }) => name !== 'next')
    await admin.call('DELETE', `${path}/${old?.id}`)
    test.clock.advance(5)
    const tokenWith = (secret: string) =>
      test.post(
        '/oauth2/token',
        { grant_type: 'client_credentials' },
        { authorization: `Basic ${Buffer.from(`${made.client_id}:${secret}`).toString('base64')}` },
      )
    expect((await tokenWith(added.client_secret)).statusCode).toBe(200)
    expect((await tokenWith(String(made.client_secret))).statusCode).toBe(401)
  })

  it('take an end that is still to come', async () => {
    const made = await register()
    const path = `/clients/${made.client_id}/secrets/${made.secrets[0]?.id}`
    expect((await admin.call('PATCH', path, { expires_at: '2020-01-01T00:00:00Z' })).statusCode).toBe(422)
    const answer = await admin.call('PATCH', path, { expires_at: '2096-01-01T00:00:00Z', name: 'old' })
    expect(answer.json<AdminClient>().secrets[0]).toMatchObject({
      name: 'old',
      expires_at: '2096-01-01T00:00:00.000Z',
    })
  })

  it('of another client cannot be reached through this one', async () => {
    const [one, other] = [await register(), await register()]
    const answer = await admin.call('DELETE', `/clients/${one.client_id}/secrets/${other.secrets[0]?.id}`)
    expect(answer.statusCode).toBe(404)
  })
})
