import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { ClientRecord } from '@gatehouse/data-access'
import { aClient } from '@gatehouse/testing'
import type { AdminClientUsage, AdminOverview } from '@gatehouse/token-types'
import { CLIENT_SECRET, TestingApp } from '../../testing-app.fixture.js'
import { AdminCaller, installAdminApi } from '../admin-caller.fixture.js'

const DAY_SECONDS = 86_400

let test: TestingApp
let console: ClientRecord
let caller: AdminCaller

beforeEach(async () => {
  test = await TestingApp.start()
  console = await installAdminApi(test)
  caller = await AdminCaller.with(test, console, ['auditor'])
})

afterEach(() => test.close())

const overview = async (query = '') => (await caller.get(`/overview${query}`)).json<AdminOverview>()
const usageOf = async (clientId: string, query = '') =>
  (await caller.get(`/clients/${clientId}/usage${query}`)).json<AdminClientUsage>()

describe('the overview', () => {
  it('shows what was issued a moment ago, by whom and for which client', async () => {
    const shop = await test.confidentialClient({ name: 'Shop' })
    await test.tokens(shop, await test.person())
    await test.tokens(shop, await test.person())
    const { figures, top_clients, counted_until, bucket_seconds } = await overview()
    expect(figures?.active_people).toMatchObject({ value: 3, previous: 0 })
    expect(figures?.active_people?.series).toHaveLength(24)
    expect(figures?.living_sessions?.value).toBe(3)
    expect(top_clients?.[0]).toStrictEqual({
      client_id: shop.clientId,
      client_name: 'Shop',
      tokens: 2,
      previous: 0,
    })
    const settled = new Date(test.clock.now().getTime() - 100).toISOString()
    expect([counted_until, bucket_seconds]).toStrictEqual([settled, 3_600])
  })

  it('shows only the parts that are asked for, and refuses what it does not know', async () => {
    expect(Object.keys(await overview('?parts=health&range=7d'))).not.toContain('figures')
    expect(await overview('?parts=clients&range=30d')).toMatchObject({ range: '30d', bucket_seconds: 86_400 })
    for (const query of ['?range=1y', '?parts=everything', '?parts=health,', '?rnage=7d']) {
      expect((await caller.get(`/overview${query}`)).statusCode).toBe(422)
    }
  })

  it('shows the other cards when one cannot be read', async () => {
    await test.database.pool.query('ALTER TABLE active_people RENAME TO away')
    const { figures, top_clients, health } = await overview()
    expect(figures?.active_people).toBeNull()
    expect(figures?.sign_ins).not.toBeNull()
    expect(top_clients).not.toBeNull()
    await test.database.pool.query('ALTER TABLE usage_counts RENAME TO away_too')
    const worse = await overview()
    expect(worse).toMatchObject({ top_clients: null, health: { database: { is_reachable: true } } })
    expect(worse.health).toStrictEqual({ ...health, database: worse.health?.database })
  })

  it('shows figures alone to a token for figures: no key, no secret, no client', async () => {
    const shop = await test.confidentialClient({ name: 'Shop' })
    await test.tokens(shop, await test.person())
    const figuresOnly = await AdminCaller.with(test, console, ['auditor'], ['admin:overview:read'])
    const answer = await figuresOnly.get('/overview')
    expect(answer.json()).toMatchObject({
      figures: { sign_ins: { value: expect.any(Number) as unknown } },
      top_clients: null,
      health: { keys: null, secrets: null, database: { is_reachable: true } },
    })
    expect(answer.body).not.toContain('Shop')
    expect((await figuresOnly.get(`/clients/${shop.clientId}/usage`)).statusCode).toBe(403)
  })

  it('says which keys and secrets are due, and no more of a secret than its name', async () => {
    const hint = 'hint-of-it'
    const now = test.clock.now()
    const after = (days: number) => new Date(now.getTime() + days * DAY_SECONDS * 1000)
    const secret = (name: string, expiresAt?: Date) => ({
      name,
      ...(expiresAt && { expiresAt }),
      hint,
      digest: Buffer.from(name),
    })
    const secrets = [secret('ends soon', after(13)), secret('ends later', after(15)), secret('without end')]
    await aClient(test.database, { name: 'Shop', tokenEndpointAuthMethod: 'client_secret_basic', secrets })
    await test.database.pool.query('UPDATE client_secrets SET created_at = $1', [now])
    const answer = await caller.get('/overview?parts=health')
    const { health } = answer.json<AdminOverview>()
    expect(health?.secrets).toMatchObject({
      total: 1,
      items: [{ secret_name: 'ends soon', reason: 'ending' }],
    })
    expect(health?.redis).toBeNull()
    expect(health?.keys?.map(({ alg, is_due }) => [alg, is_due])).toStrictEqual([
      ['ES256', false],
      ['RS256', false],
    ])
    expect(answer.body).not.toContain(hint)

    await test.database.pool.query('UPDATE client_secrets SET created_at = $1', [after(-91)])
    await test.database.pool.query('UPDATE signing_keys SET activated_at = $1', [after(-92)])
    const old = (await overview('?parts=health')).health
    expect(old?.secrets?.items.map(({ secret_name, reason }) => [secret_name, reason])).toStrictEqual([
      ['ends soon', 'ending'],
      ['ends later', 'old'],
      ['first', 'old'],
      ['without end', 'old'],
    ])
    expect(old?.keys?.every(({ is_due }) => is_due)).toBe(true)
  })
})

describe('the usage of a client', () => {
  it('shows tokens by grant type, refusals by error code, and the last use', async () => {
    const shop = await test.confidentialClient()
    const before = await usageOf(shop.clientId)
    expect(before).toMatchObject({ tokens: { value: 0 }, last_used_at: null, refusals_by_error: [] })
    await test.tokens(shop, await test.person())
    await test.token(shop, { grant_type: 'client_credentials' })
    await test.token(shop, { grant_type: 'refresh_token', refresh_token: 'no-such-token' })
    const usage = await usageOf(shop.clientId, '?range=7d')
    expect(usage.tokens.value).toBe(usage.tokens_by_grant_type.reduce((sum, { count }) => sum + count, 0))
    expect(usage.tokens_by_grant_type.map(({ name }) => name)).toContain('authorization_code')
    expect(usage.refusals_by_error).toContainEqual({ name: 'invalid_grant', count: 1 })
    expect(usage.last_used_at).toBe(test.clock.now().toISOString())
  })

  it('knows nothing of a client that is not there', async () => {
    expect((await caller.get('/clients/nobody/usage')).statusCode).toBe(404)
  })

  it('counts no refusal for a client that the request only claims to be', async () => {
    const shop = await test.confidentialClient()
    await test.post('/oauth2/token', {
      grant_type: 'client_credentials',
      client_id: 'made-up',
      client_secret: CLIENT_SECRET,
    })
    expect((await usageOf(shop.clientId)).refusals.value).toBe(0)
    const { rows } = await test.database.pool.query<{ client_id: string }>(
      `SELECT DISTINCT client_id FROM usage_counts WHERE kind = 'request.refused'`,
    )
    expect(rows).toStrictEqual([{ client_id: '' }])
  })
})
