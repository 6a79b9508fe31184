import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { BankStore, DatabaseUnreachable, type BankAccount } from '@gatehouse/data-access'
import { listRoutes } from '@gatehouse/guards'
import { serveIssuer, TestDpopKey, TestIssuer, type ServedIssuer } from '@gatehouse/guards/testing'
import { createTestDatabase, FakeClock, type TestDatabase } from '@gatehouse/testing'
import { createBank } from './bank.js'
import { Settings } from './config/settings.js'
import { bankDocument } from './http/documentation.js'

const AUDIENCE = 'https://bank.test'
const METADATA = `resource_metadata="${AUDIENCE}/.well-known/oauth-protected-resource"`
const READ = { audience: AUDIENCE, scopes: ['accounts:read'] }

describe('the bank', () => {
  const clock = new FakeClock(new Date('2026-11-21T12:00:00Z'))
  let served: ServedIssuer
  let test: TestDatabase
  let app: NestFastifyApplication
  let anna: BankAccount
  let bruno: BankAccount
  let robot: BankAccount

  const settings = (change: Record<string, string> = {}) =>
    Settings.parse({
      DATABASE_URL: test.url,
      GATEHOUSE_ISSUER: served.issuer.issuer,
      GATEHOUSE_BANK_URL: AUDIENCE,
      GATEHOUSE_LOG_LEVEL: 'silent',
      ...change,
    })
  const get = (url: string, token?: string) =>
    app.inject({
      method: 'GET',
      url,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    })
  const asAnna = (change = {}) => served.issuer.userToken('anna', { ...READ, ...change })

  beforeAll(async () => {
    served = await serveIssuer({ now: () => clock.now() })
    test = await createTestDatabase()
    const bank = new BankStore(test.database)
    const open = (ownerSubject: string, iban: string, balanceMinor: bigint) =>
      bank.openAccount({
        ownerSubject,
        iban,
        name: 'Everyday',
        currency: 'EUR',
        balanceMinor,
        createdAt: clock.now(),
      })
    anna = await open('anna', 'DE02120300000000202051', 100_00n)
    bruno = await open('bruno', 'DE02500105170137075030', 50_00n)
    robot = await open('robot', 'DE02100500000054540402', 0n)
    app = await createBank(settings(), clock)
    await app.init()
  })
  afterAll(async () => {
    await app.close()
    await test.drop()
    await served.close()
  })

  it('answers every protected route without a token by a bare challenge (RFC 6750 §3)', async () => {
    for (const { route } of listRoutes(app).filter(({ rule }) => !rule.public)) {
      const [method, url] = route.split(' ') as ['GET' | 'POST', string]
      const answer = await app.inject({ method, url })
      expect([route, answer.statusCode, answer.headers['www-authenticate']]).toEqual([
        route,
        401,
        `Bearer ${METADATA}, DPoP algs="ES256 ES384 RS256 PS256 EdDSA", ${METADATA}`,
      ])
    }
  })

  it.each([
    ['expired (RFC 6750 §3.1)', () => asAnna({ expiresInSeconds: -60 })],
    ['for another audience (RFC 9068 §4)', () => asAnna({ audience: 'http://localhost:4001' })],
    ['from another issuer', () => new TestIssuer().userToken('anna', READ)],
    ['signed by another key', () => new TestIssuer({ issuer: served.issuer.issuer }).userToken('anna', READ)],
    ['an ID token (RFC 9068 §5)', () => asAnna({ header: { typ: 'JWT' } })],
    ['not yet valid', () => asAnna({ claims: { nbf: clock.now().getTime() / 1000 + 60 } })],
    ['from the future', () => asAnna({ claims: { iat: clock.now().getTime() / 1000 + 60 } })],
  ])('refuses a token that is %s by invalid_token', async (_, make) => {
    const answer = await get('/accounts', make())
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['www-authenticate']).toContain('error="invalid_token"')
    expect(answer.json()).toMatchObject({ error: 'invalid_token' })
  })

  it('names the scope that is missing (RFC 6750 §3.1)', async () => {
    const answer = await get('/accounts', asAnna({ scopes: ['transfers:write'] }))
    expect(answer.statusCode).toBe(403)
    expect(answer.headers['www-authenticate']).toContain('error="insufficient_scope"')
    expect(answer.headers['www-authenticate']).toContain('scope="accounts:read"')
  })

  it('shows a person their own accounts and no others', async () => {
    const answer = await get('/accounts', asAnna())
    expect(answer.json()).toEqual([
      { id: anna.id, iban: anna.iban, name: 'Everyday', currency: 'EUR', balanceMinor: 100_00 },
    ])
    expect((await get(`/accounts/${anna.id}`, asAnna())).json()).toEqual(answer.json()[0])
    expect((await get('/accounts', served.issuer.userToken('carla', READ))).json()).toEqual([])
  })

  it('shows a client that calls for itself the accounts of its client_id (RFC 6749 §4.4)', async () => {
    const answer = await get('/accounts', served.issuer.clientToken('robot', READ))
    expect(answer.json()).toMatchObject([{ id: robot.id }])
  })

  it.each(['', '/transactions'])(
    "answers somebody else's account%s exactly like an unknown one",
    async (path) => {
      const [foreign, unknown, malformed] = await Promise.all(
        [bruno.id, '00000000-0000-7000-8000-000000000000', 'x'].map((id) =>
          get(`/accounts/${id}${path}`, asAnna()),
        ),
      )
      expect(foreign?.statusCode).toBe(404)
      expect(foreign?.headers['content-type']).toContain('application/problem+json')
      expect(foreign?.json()).toMatchObject({ type: 'urn:gatehouse:bank:account-not-found', status: 404 })
      expect(unknown?.body).toBe(foreign?.body)
      expect(malformed?.body).toBe(foreign?.body)
    },
  )

  it('pages through the bookings of an account', async () => {
    const url = `/accounts/${anna.id}/transactions`
    const [opening] = (await get(url, asAnna())).json()
    expect(opening).toMatchObject({ amountMinor: 100_00, purpose: 'Opening balance' })
    expect((await get(`${url}?after=${opening.id}&limit=5`, asAnna())).json()).toEqual([])
  })

  it.each(['limit=0', 'limit=101', 'limit=x', 'after=x', 'owner=bruno'])(
    'refuses the query %s by problem details (RFC 9457 §3)',
    async (query) => {
      const answer = await get(`/accounts/${anna.id}/transactions?${query}`, asAnna())
      expect(answer.statusCode).toBe(400)
      expect(answer.json()).toMatchObject({ type: 'urn:gatehouse:bank:bad-request' })
    },
  )

  it('shows every account to an auditor alone', async () => {
    const auditor = await get('/audit/accounts', asAnna({ roles: ['auditor'] }))
    expect(
      auditor
        .json()
        .map(({ owner }: { owner: string }) => owner)
        .sort(),
    ).toEqual(['anna', 'bruno', 'robot'])
    expect((await get('/audit/accounts', asAnna())).statusCode).toBe(403)
    expect((await get('/audit/accounts', asAnna({ scopes: [], roles: ['auditor'] }))).statusCode).toBe(403)
  })

  it('says whether it lives and can serve, to everyone', async () => {
    expect((await get('/health/live')).json()).toEqual({ status: 'up' })
    expect((await get('/health/ready')).json()).toEqual({ status: 'up' })
  })

  it('is not ready, and refuses tokens by 503, while it cannot follow the feed of its issuer', async () => {
    const feed = { GATEHOUSE_BANK_CLIENT_ID: 'bank', GATEHOUSE_BANK_CLIENT_SECRET: 'secret' }
    const deaf = await createBank(settings(feed), clock)
    await deaf.init()
    const ready = await deaf.inject('/health/ready')
    expect([ready.statusCode, ready.json().detail]).toEqual([503, expect.stringContaining('silent')])
    const headers = { authorization: `Bearer ${asAnna()}` }
    const answer = await deaf.inject({ url: '/accounts', headers })
    expect([answer.statusCode, answer.json().error]).toEqual([503, 'temporarily_unavailable'])
    expect(answer.headers['retry-after']).toBe('5')
    await deaf.close()
  })

  it('takes a bound token with the proof of its key, and not without (RFC 9449 §7.1)', async () => {
    const key = new TestDpopKey()
    const accessToken = asAnna({ claims: { cnf: { jkt: key.jkt } } })
    const dpop = key.proof({ method: 'GET', url: `${AUDIENCE}/accounts`, accessToken, now: clock.now() })
    const headers = { authorization: `DPoP ${accessToken}`, dpop }
    expect((await app.inject({ url: '/accounts', headers })).statusCode).toBe(200)
    expect((await get('/accounts', accessToken)).statusCode).toBe(401)
  })

  it('names its authorization server (RFC 9728 §2)', async () => {
    expect((await get('/.well-known/oauth-protected-resource')).json()).toMatchObject({
      resource: AUDIENCE,
      authorization_servers: [served.issuer.issuer],
    })
  })

  it('documents which scopes a route needs', () => {
    const { paths } = bankDocument(app)
    expect(paths['/transfers']?.post?.security).toEqual([{ gatehouse: ['transfers:write'] }])
    expect(paths['/audit/accounts']?.get?.description).toContain('Needs the role auditor.')
    expect(paths['/health/live']?.get?.security).toBeUndefined()
  })

  it('sends security headers and does not say what it runs on', async () => {
    const { headers } = await get('/nowhere')
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    })
    expect(headers['x-powered-by']).toBeUndefined()
    expect(headers['content-type']).toContain('application/problem+json')
  })

  it('does not start without its database, and says so in one line', async () => {
    const unreachable = settings({ DATABASE_URL: 'postgresql://bank:secret@127.0.0.1:1/bank' })
    await expect(createBank(unreachable, clock)).rejects.toBeInstanceOf(DatabaseUnreachable)
    await expect(createBank(unreachable, clock)).rejects.toThrow(/^[^\n]*127\.0\.0\.1:1[^\n]*$/)
  })
})
