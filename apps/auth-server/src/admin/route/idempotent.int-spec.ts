import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { ClientStore, IdempotentRequestStore } from '@gatehouse/data-access'
import type { AdminClient } from '@gatehouse/token-types'
import { TestingApp } from '../../testing-app.fixture.js'
import { AdminCaller, installAdminApi } from '../admin-caller.fixture.js'

let test: TestingApp
let admin: AdminCaller
let owner: AdminCaller

beforeAll(async () => {
  test = await TestingApp.start()
  const console = await installAdminApi(test)
  admin = await AdminCaller.with(test, console, ['admin'])
  owner = await AdminCaller.with(test, console, ['owner'])
})

afterAll(() => test.close())

const SHOP = { client_name: 'Shop', redirect_uris: ['https://shop.example/callback'] }

describe('an Idempotency-Key', () => {
  const key = () => ({ 'idempotency-key': crypto.randomUUID() })
  const namesakes = async (wanted: string) =>
    (await new ClientStore(test.database).list()).filter(({ name }) => name === wanted)

  it('gives a retry the answer of the first time, secret included, and makes one client', async () => {
    const headers = key()
    const first = await admin.call('POST', '/clients', SHOP, headers)
    const second = await admin.call('POST', '/clients', SHOP, headers)
    expect(second.statusCode).toBe(201)
    expect(second.json()).toStrictEqual(first.json())
    const { rows } = await test.database.pool.query('SELECT sealed_answer FROM idempotent_requests')
    expect(JSON.stringify(rows)).not.toContain(first.json<{ client_secret: string }>().client_secret)
  })

  it('of one person means nothing for another', async () => {
    const headers = key()
    const first = await admin.call('POST', '/clients', SHOP, headers)
    const second = await owner.call('POST', '/clients', SHOP, headers)
    expect(second.json<AdminClient>().client_id).not.toBe(first.json<AdminClient>().client_id)
  })

  it('is refused with another request', async () => {
    const headers = key()
    await admin.call('POST', '/clients', SHOP, headers)
    const answer = await admin.call('POST', '/clients', { ...SHOP, client_name: 'Other' }, headers)
    expect(answer.json()).toMatchObject({ type: 'urn:gatehouse:admin:idempotency-conflict', status: 422 })
  })

  it('is free again after a refusal', async () => {
    const headers = key()
    await admin.call('POST', '/clients', { client_name: '' }, headers)
    expect((await admin.call('POST', '/clients', SHOP, headers)).statusCode).toBe(201)
  })

  it('stays taken where the client was made but its answer could not be kept', async () => {
    const headers = key()
    const fields = { ...SHOP, client_name: `Kept ${headers['idempotency-key']}` }
    const answering = jest
      .spyOn(test.app.get(IdempotentRequestStore), 'answer')
      .mockRejectedValueOnce(new Error('the connection was lost'))
    const first = await admin.call('POST', '/clients', fields, headers)
    answering.mockRestore()
    const second = await admin.call('POST', '/clients', fields, headers)
    expect(first.statusCode).toBe(201)
    expect(second.json()).toMatchObject({ type: 'urn:gatehouse:admin:idempotency-pending', status: 409 })
    expect(await namesakes(fields.client_name)).toHaveLength(1)
  })

  it('makes one client of 20 requests at once', async () => {
    const headers = key()
    const fields = { ...SHOP, client_name: `Once ${headers['idempotency-key']}` }
    await Promise.all(Array.from({ length: 20 }, () => admin.call('POST', '/clients', fields, headers)))
    expect(await namesakes(fields.client_name)).toHaveLength(1)
  })
})
