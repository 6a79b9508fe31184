import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { BankStore, type BankAccount } from '@gatehouse/data-access'
import { serveIssuer, type ServedIssuer } from '@gatehouse/guards/testing'
import { createTestDatabase, FakeClock, type TestDatabase } from '@gatehouse/testing'
import { createBank } from '../bank.js'
import { Settings } from '../config/settings.js'

const AUDIENCE = 'https://bank.test'
const BRUNO = 'DE02500105170137075030'

describe('POST /transfers', () => {
  const clock = new FakeClock(new Date('2026-11-21T12:00:00Z'))
  let served: ServedIssuer
  let test: TestDatabase
  let app: NestFastifyApplication
  let anna: BankAccount
  let bruno: BankAccount

  beforeAll(async () => {
    served = await serveIssuer({ now: () => clock.now() })
    test = await createTestDatabase()
    const open = (ownerSubject: string, iban: string, currency = 'EUR') =>
      new BankStore(test.database).openAccount({
        ...{ ownerSubject, iban, currency, name: 'Everyday', balanceMinor: 100_00n, createdAt: clock.now() },
      })
    anna = await open('anna', 'DE02120300000000202051')
    bruno = await open('bruno', BRUNO)
    await open('bruno', 'CH9300762011623852957', 'CHF')
    const variables = {
      DATABASE_URL: test.url,
      GATEHOUSE_ISSUER: served.issuer.issuer,
      GATEHOUSE_BANK_URL: AUDIENCE,
    }
    app = await createBank(Settings.parse({ ...variables, GATEHOUSE_LOG_LEVEL: 'silent' }), clock)
    await app.init()
  })
  afterAll(async () => {
    await app.close()
    await test.drop()
    await served.close()
  })

  const order = (change: object = {}) => ({
    ...{ fromAccountId: anna.id, toIban: BRUNO, amountMinor: 1_00, purpose: 'Lunch', ...change },
  })
  const post = (payload: object | string, key: string | undefined, scopes = ['transfers:write']) =>
    app.inject({
      method: 'POST',
      url: '/transfers',
      payload,
      headers: {
        authorization: `Bearer ${served.issuer.userToken('anna', { audience: AUDIENCE, scopes })}`,
        'content-type': 'application/json',
        ...(key !== undefined && { 'idempotency-key': key }),
      },
    })
  const balances = async () => {
    const accounts = await new BankStore(test.database).allAccounts({ limit: 10 })
    return [anna, bruno].map(({ id }) => accounts.find((account) => account.id === id)?.balanceMinor)
  }

  it('books once, however often the same order comes, also all at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(order(), 'one')))
    const statuses = answers.map(({ statusCode }) => statusCode).sort()
    expect(statuses).toEqual([...Array<number>(19).fill(200), 201])
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
    expect(answers[0]?.json()).toMatchObject({ amountMinor: 1_00, createdAt: '2026-11-21T12:00:00.000Z' })
    expect(await balances()).toEqual([99_00n, 101_00n])
  })

  it.each([
    ['idempotency-conflict', 409, 'one', { amountMinor: 2_00 }],
    ['insufficient-funds', 422, 'two', { amountMinor: 1_000_00 }],
    ['recipient-not-found', 422, 'three', { toIban: 'DE89370400440532013000' }],
    ['same-account', 422, 'four', { toIban: 'DE02120300000000202051' }],
    ['currency-mismatch', 422, 'five', { toIban: 'CH9300762011623852957' }],
    ['account-not-found', 404, 'six', { fromAccountId: '00000000-0000-4000-8000-000000000000' }],
  ])('refuses by %s and moves nothing (RFC 9457 §3)', async (type, status, key, change) => {
    const before = await balances()
    const answer = await post(order(change), key)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.json()).toMatchObject({ type: `urn:gatehouse:bank:${type}`, status })
    expect(answer.statusCode).toBe(status)
    expect(await balances()).toEqual(before)
  })

  it("answers somebody else's account like an unknown one", async () => {
    const foreign = await post(order({ fromAccountId: bruno.id }), 'seven')
    const unknown = await post(order({ fromAccountId: '00000000-0000-4000-8000-000000000000' }), 'seven')
    expect(foreign.statusCode).toBe(404)
    expect(foreign.body).toBe(unknown.body)
  })

  it.each([
    ['no amount', { amountMinor: undefined }],
    ['a negative amount', { amountMinor: -1 }],
    ['half a cent', { amountMinor: 0.5 }],
    ['an amount as text', { amountMinor: '100' }],
    ['an account that is no UUID', { fromAccountId: "' OR 1=1" }],
    ['an IBAN with spaces', { toIban: 'DE02 5001 0517 0137 0750 30' }],
    ['a purpose of 141 characters', { purpose: 'x'.repeat(141) }],
    ['a member that is not known', { owner: 'bruno' }],
  ])('refuses %s by bad-request', async (_, change) => {
    const answer = await post(order(change), 'eight')
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ type: 'urn:gatehouse:bank:bad-request' })
  })

  it.each([
    ['no key', 400, () => post(order(), undefined)],
    ['no JSON', 400, () => post('{', 'nine')],
    ['a list', 400, () => post([], 'nine')],
    ['more than 16 KiB', 413, () => post(order({ purpose: 'x'.repeat(17_000) }), 'nine')],
    ['a token without transfers:write', 403, () => post(order(), 'nine', ['accounts:read'])],
  ])('refuses %s by %i', async (_, status, send) => {
    expect((await send()).statusCode).toBe(status)
  })
})
