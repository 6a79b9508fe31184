import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ClientRecord } from '@gatehouse/data-access'
import type { AdminEnded, AdminGrant, AdminPage, AdminSession } from '@gatehouse/token-types'
import { TestingApp } from '../../testing-app.fixture.js'
import { AdminCaller, installAdminApi } from '../admin-caller.fixture.js'

let test: TestingApp
let console: ClientRecord
let support: AdminCaller

beforeAll(async () => {
  test = await TestingApp.start()
  console = await installAdminApi(test)
  support = await AdminCaller.with(test, console, ['support'])
})

afterAll(() => test.close())

const userinfo = async (token: string) =>
  (await test.get('/oauth2/userinfo', { authorization: `Bearer ${token}` })).statusCode

/** A person with a session, and tokens of a client that outlive it. */
async function signedIn(client?: ClientRecord) {
  const to = client ?? (await test.confidentialClient())
  const person = await test.person()
  const tokens = await test.tokens(to, person, { scope: ['openid', 'offline_access'] })
  return { client: to, person, tokens }
}

async function isOver({ client, tokens }: Awaited<ReturnType<typeof signedIn>>): Promise<boolean> {
  const refreshed = (await test.refresh(client, tokens.refresh_token)).statusCode
  return (await userinfo(tokens.access_token)) === 401 && refreshed === 400
}

describe('sessions', () => {
  it('are shown with person, clients and how they proved who they are', async () => {
    const { client, person } = await signedIn()
    const answer = await support.get(`/sessions?client=${client.clientId}`)
    expect(answer.json<AdminPage<AdminSession>>().items).toMatchObject([
      {
        id: person.session.id,
        user: { sub: person.user.id, username: person.user.username },
        amr: person.session.amr,
        clients: [{ client_id: client.clientId, client_name: client.name }],
      },
    ])
    expect(answer.body).not.toContain('digest')
    const found = await support.get(`/sessions?search=${person.user.username}`)
    expect(found.json()).toMatchObject({ total: 1 })
  })

  it('that are over by themselves are not shown', async () => {
    const { person } = await signedIn()
    await test.database.pool.query('UPDATE sessions SET expires_at = $2 WHERE id = $1', [
      person.session.id,
      test.clock.now(),
    ])
    expect((await support.get(`/sessions?user=${person.user.id}`)).json()).toMatchObject({ total: 0 })
  })

  it('end one by one, with all that began in them, and the answer says what and where in the list', async () => {
    const it = await signedIn()
    const other = await signedIn(it.client)
    const answer = await support.call('DELETE', `/sessions/${it.person.session.id}`)
    const ended = answer.json<AdminEnded>()
    expect(ended).toMatchObject({ sessions: 1, refresh_families: 1 })
    const { rows } = await test.database.pool.query<{ claim: string; value: string }>(
      'SELECT claim, value FROM revocations WHERE sequence = $1',
      [ended.revocation_sequence],
    )
    expect(rows).toStrictEqual([{ claim: 'sid', value: it.person.session.id }])
    expect(await isOver(it)).toBe(true)
    expect(await isOver(other)).toBe(false)
    const again = await support.call('DELETE', `/sessions/${it.person.session.id}`)
    expect(again.json()).toMatchObject({ sessions: 0, revocation_sequence: null })
  })

  it('end selected, and nothing beside them', async () => {
    const [a, b, c] = [await signedIn(), await signedIn(), await signedIn()]
    const ids = [a.person.session.id, b.person.session.id, 'nonsense']
    const answer = await support.call('POST', '/sessions/end', { ids })
    expect(answer.json()).toMatchObject({ sessions: 2, refresh_families: 2 })
    expect([await isOver(a), await isOver(b), await isOver(c)]).toStrictEqual([true, true, false])
  })

  it('of a person end together', async () => {
    const it = await signedIn()
    const answer = await support.call('POST', '/sessions/end', { user: it.person.user.id })
    expect(answer.json()).toMatchObject({ sessions: 1, refresh_families: 1 })
    expect(await isOver(it)).toBe(true)
  })

  it('of a client end its tokens; people stay signed in', async () => {
    const it = await signedIn()
    const answer = await support.call('POST', '/sessions/end', { client: it.client.clientId })
    expect(answer.json()).toMatchObject({ sessions: 0, refresh_families: 1 })
    expect(await isOver(it)).toBe(true)
    expect((await support.get(`/sessions?user=${it.person.user.id}`)).json()).toMatchObject({ total: 1 })
  })

  it.each([
    ['nothing', {}],
    ['two things', { user: 'a', client: 'b' }],
    ['everything without its word', { all: 'yes' }],
    ['everything by a flag', { all: true }],
  ])('do not end by %s', async (_, body) => {
    expect((await support.call('POST', '/sessions/end', body)).statusCode).toBe(422)
  })

  it('of everybody are not for support to end; an admin who repeats the word ends all', async () => {
    const it = await signedIn()
    const everything = { all: 'everything' }
    expect((await support.call('POST', '/sessions/end', everything)).statusCode).toBe(403)
    expect(await userinfo(it.tokens.access_token)).toBe(200)
    const admin = await AdminCaller.with(test, console, ['admin'])
    expect((await admin.call('POST', '/sessions/end', everything)).statusCode).toBe(200)
    expect(await isOver(it)).toBe(true)
    expect((await admin.get('/sessions')).statusCode).toBe(401)
    support = await AdminCaller.with(test, console, ['support'])
    test.clock.advance(2)
    support = await AdminCaller.with(test, console, ['support'])
    expect((await support.get(`/sessions?user=${it.person.user.id}`)).json()).toMatchObject({ total: 0 })
  })
})

describe('grants', () => {
  it('are shown by person and by client, with what was allowed', async () => {
    const { client, person } = await signedIn()
    for (const query of [`user=${person.user.id}`, `client=${client.clientId}`]) {
      const { items } = (await support.get(`/grants?${query}`)).json<AdminPage<AdminGrant>>()
      expect(items).toMatchObject([
        { user: { sub: person.user.id }, client_id: client.clientId, client_name: client.name, scopes: [] },
      ])
    }
  })

  it('end with refresh and access tokens when they are withdrawn, one or several', async () => {
    const client = await test.confidentialClient()
    const all = [await signedIn(client), await signedIn(client), await signedIn(client)]
    const { items } = (await support.get(`/grants?client=${client.clientId}&sort=updated_at`)).json<
      AdminPage<AdminGrant>
    >()
    const [first = '', ...others] = all.map(
      ({ person }) => items.find(({ user }) => user.sub === person.user.id)?.id ?? '',
    )
    const one = await support.call('DELETE', `/grants/${first}`)
    expect(one.json()).toMatchObject({ grants: 1, refresh_families: 1, sessions: 0 })
    expect((await support.call('DELETE', `/grants/${first}`)).statusCode).toBe(404)
    const rest = await support.call('POST', '/grants/withdraw', { ids: others })
    expect(rest.json()).toMatchObject({ grants: 2, refresh_families: 2 })
    for (const it of all) expect(await isOver(it)).toBe(true)
  })
})
