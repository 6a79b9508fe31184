import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ClientRecord } from '@gatehouse/data-access'
import { aClient, digestOf, secondsLater } from '@gatehouse/testing'
import { basic, CLIENT_SECRET, TestingApp, type Form } from '../../testing-app.fixture.js'

let test: TestingApp
beforeAll(async () => {
  test = await TestingApp.start()
})
afterAll(() => test.close())

const GRANT = { grant_type: 'client_credentials' }
const ask = (form: Form, headers: Record<string, string> = {}) => test.post('/oauth2/token', form, headers)

async function refused(answer: ReturnType<typeof ask>): Promise<void> {
  const { statusCode, body } = await answer
  const { error, error_description } = JSON.parse(body)
  expect([statusCode, error, error_description]).toEqual([
    401,
    'invalid_client',
    'Client authentication failed',
  ])
}

describe('client_secret_basic (RFC 6749 §2.3.1)', () => {
  let client: ClientRecord
  beforeAll(async () => {
    client = await test.confidentialClient()
  })

  it('lets in by id and secret, and by any secret that lives (RFC 6749 §2.3.1)', async () => {
    const rotating = await test.confidentialClient({
      secrets: [
        { name: 'old', digest: digestOf('old'), hint: 'o', expiresAt: secondsLater(10, test.clock.now()) },
        { name: 'new', digest: digestOf('new'), hint: 'n' },
      ],
    })
    for (const secret of ['old', 'new']) {
      const answer = await ask(GRANT, { authorization: basic(rotating.clientId, secret) })
      expect(answer.statusCode).toBe(200)
    }
    test.clock.advance(10)
    await refused(ask(GRANT, { authorization: basic(rotating.clientId, 'old') }))
    expect((await ask(GRANT, { authorization: basic(rotating.clientId, 'new') })).statusCode).toBe(200)
  })

  it('names Basic in the challenge when Basic was used, and nothing otherwise (RFC 6749 §5.2)', async () => {
    const wrong = await ask(GRANT, { authorization: basic(client.clientId, 'wrong') })
    expect(wrong.headers['www-authenticate']).toBe('Basic realm="gatehouse"')
    const unnamed = await ask(GRANT)
    expect(unnamed.statusCode).toBe(401)
    expect(unnamed.headers).not.toHaveProperty('www-authenticate')
  })

  it('decodes both halves as forms (RFC 6749 §2.3.1, Appendix B)', async () => {
    const odd = await test.confidentialClient({
      clientId: `a b:c+${randomUUID()}`,
      secrets: [{ name: 'odd', digest: digestOf('p%:&'), hint: 'p' }],
    })
    const authorization = basic(encodeURIComponent(odd.clientId), encodeURIComponent('p%:&'))
    expect((await ask(GRANT, { authorization })).statusCode).toBe(200)
  })

  it('refuses the right secret under another client_id in the form (RFC 6749 §2.3.1)', async () => {
    const other = await test.confidentialClient({ secrets: [] })
    const form = { ...GRANT, client_id: other.clientId }
    await refused(ask(form, { authorization: basic(client.clientId) }))
  })

  it.each(['', 'Basic', 'Basic !', 'Basic Og==', 'Bearer abc', 'Negotiate x'])(
    'answers invalid_client to the header "%s" (RFC 6749 §5.2)',
    async (authorization) => {
      await refused(ask(GRANT, { authorization }))
    },
  )

  it('refuses the method that is not registered, with the right secret (OIDC Registration §2)', async () => {
    await refused(ask({ ...GRANT, client_id: client.clientId, client_secret: CLIENT_SECRET }))
  })

  it('says the same of an unknown client as of a wrong secret (RFC 6749 §5.2)', async () => {
    await refused(ask(GRANT, { authorization: basic('nobody') }))
    await refused(ask(GRANT, { authorization: basic(client.clientId, 'wrong') }))
  })
})

describe('client_secret_post (RFC 6749 §2.3.1)', () => {
  let client: ClientRecord
  beforeAll(async () => {
    client = await test.confidentialClient({ tokenEndpointAuthMethod: 'client_secret_post' })
  })

  it('lets in by id and secret in the form, and nothing else', async () => {
    const form = { ...GRANT, client_id: client.clientId }
    expect((await ask({ ...form, client_secret: CLIENT_SECRET })).statusCode).toBe(200)
    await refused(ask({ ...form, client_secret: 'wrong' }))
    await refused(ask({ ...form, client_secret: '' }))
    await refused(ask({ ...GRANT, client_secret: CLIENT_SECRET }))
    await refused(ask(GRANT, { authorization: basic(client.clientId) }))
  })

  it('never takes a secret from the query (RFC 6749 §2.3.1)', async () => {
    const query = new URLSearchParams({ client_id: client.clientId, client_secret: CLIENT_SECRET })
    const answer = await test.post(`/oauth2/token?${query.toString()}`, GRANT)
    expect(answer.statusCode).toBe(401)
  })
})

describe('the token endpoint by GET (RFC 6749 §3.2)', () => {
  it('is refused, with the right credentials too', async () => {
    const client = await test.confidentialClient()
    const headers = { authorization: basic(client.clientId) }
    const answer = await test.get('/oauth2/token?grant_type=client_credentials', headers)
    expect(answer.statusCode).toBe(405)
  })
})

describe('none (RFC 6749 §2.1)', () => {
  it('lets a public client name itself, and refuses it a secret', async () => {
    const client = await aClient(test.database)
    const form = { grant_type: 'refresh_token', refresh_token: 'unknown', client_id: client.clientId }
    expect((await ask(form)).json()).toMatchObject({ error: 'invalid_grant' })
    await refused(ask({ ...form, client_secret: CLIENT_SECRET }))
    await refused(ask(form, { authorization: basic(client.clientId, '') }))
  })

  it('never lets a confidential client pass by its id alone: the authentication downgrade (RFC 6749 §3.2.1)', async () => {
    const client = await test.confidentialClient()
    await refused(ask({ ...GRANT, client_id: client.clientId }))
  })
})

describe('two methods at once (RFC 6749 §2.3)', () => {
  it.each([
    ['Basic and post', { client_secret: CLIENT_SECRET }],
    ['Basic and an assertion', { client_assertion: 'x' }],
    ['Basic and an assertion type alone', { client_assertion_type: 'x' }],
  ])('answers invalid_request to %s', async (_, extra) => {
    const client = await test.confidentialClient()
    const answer = await ask({ ...GRANT, ...extra }, { authorization: basic(client.clientId) })
    expect([answer.statusCode, answer.json().error]).toEqual([400, 'invalid_request'])
  })

  it('answers invalid_client before it looks at any grant parameter (RFC 6749 §5.2)', async () => {
    await refused(ask({ grant_type: 'nonsense' }, { authorization: basic('nobody') }))
    await refused(ask({ client_id: 'nobody' }))
  })
})
