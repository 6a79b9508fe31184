import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { ClientStore, GrantStore, SessionStore, type ClientRecord } from '@gatehouse/data-access'
import { payloadOf, TestingApp, type Person } from '../../../testing-app.fixture.js'

const OFFLINE = { scope: ['openid', 'profile', 'offline_access'] }

let test: TestingApp
let client: ClientRecord
let person: Person
let first: { access_token: string; refresh_token: string; id_token: string }

beforeAll(async () => {
  test = await TestingApp.start()
  client = await test.confidentialClient()
})
afterAll(() => test.close())
beforeEach(async () => {
  person = await test.person()
  first = await test.tokens(client, person, OFFLINE)
})

const refused = async (refreshToken: string, error = 'invalid_grant', change = {}) => {
  const answer = await test.refresh(client, refreshToken, change)
  expect([answer.statusCode, answer.json().error]).toEqual([400, error])
}

describe('the token endpoint with grant_type=refresh_token', () => {
  it('rotates: another refresh token, the same person and authentication time (RFC 6749 §6, OIDC Core §12.2)', async () => {
    const began = payloadOf(first.id_token)
    test.clock.advance(600)
    const second = (await test.refresh(client, first.refresh_token)).json()
    expect(second.refresh_token).not.toBe(first.refresh_token)
    const { sub, aud, iss, auth_time, iat, ...rest } = payloadOf(second.id_token)
    expect({ sub, aud, iss, auth_time }).toEqual({
      sub: began['sub'],
      aud: began['aud'],
      iss: began['iss'],
      auth_time: began['auth_time'],
    })
    expect(iat).toBe((began['iat'] as number) + 600)
    expect(rest).not.toHaveProperty('nonce')
  })

  it('narrows the scope of one access token and widens again up to what was granted (RFC 6749 §6)', async () => {
    const narrow = (await test.refresh(client, first.refresh_token, { scope: 'profile' })).json()
    expect(narrow.scope).toBe('profile')
    expect(narrow).not.toHaveProperty('id_token')
    const whole = (await test.refresh(client, narrow.refresh_token)).json()
    expect(whole.scope).toBe('openid profile offline_access')
  })

  it('leaves out what the client may not have any more, at once (RFC 6749 §3.3)', async () => {
    const other = await test.confidentialClient()
    const { refresh_token } = await test.tokens(other, person, OFFLINE)
    const narrowed = { scopes: ['openid', 'offline_access'] }
    await new ClientStore(test.database).update(other.clientId, narrowed, test.clock.now())
    test.clock.advance(5)
    const next = (await test.refresh(other, refresh_token)).json()
    expect(next.scope).toBe('openid offline_access')
    expect(payloadOf(next.access_token)).toMatchObject({ scope: next.scope })
  })

  it('refuses a wider scope and another resource, and burns nothing (RFC 6749 §6, RFC 8707 §2.2)', async () => {
    await refused(first.refresh_token, 'invalid_scope', { scope: 'openid email' })
    await refused(first.refresh_token, 'invalid_target', { resource: 'https://other.example' })
    expect((await test.refresh(client, first.refresh_token)).statusCode).toBe(200)
  })

  it('refuses the token of another client and leaves it usable for its own (RFC 6749 §6)', async () => {
    const thief = await test.confidentialClient()
    expect((await test.refresh(thief, first.refresh_token)).json()).toMatchObject({ error: 'invalid_grant' })
    expect((await test.refresh(client, first.refresh_token)).statusCode).toBe(200)
  })
})

describe('a refresh token that comes twice', () => {
  it('gets the same answer within the grace window (RFC 9700 §4.14.2)', async () => {
    const second = (await test.refresh(client, first.refresh_token)).json()
    test.clock.advance(9)
    expect((await test.refresh(client, first.refresh_token)).json()).toEqual(second)
    expect((await test.refresh(client, second.refresh_token)).statusCode).toBe(200)
  })

  it('is refused for another scope within the window, and the family lives on (RFC 9700 §4.14.2)', async () => {
    const second = (await test.refresh(client, first.refresh_token)).json()
    await refused(first.refresh_token, 'invalid_grant', { scope: 'openid' })
    expect((await test.refresh(client, second.refresh_token)).statusCode).toBe(200)
  })

  it('ends the family and its access tokens when the window is over (RFC 9700 §4.14.2)', async () => {
    const second = (await test.refresh(client, first.refresh_token)).json()
    test.clock.advance(10)
    await refused(first.refresh_token)
    await refused(second.refresh_token)
    for (const token of [first.access_token, second.access_token]) {
      expect((await test.introspect(client, token)).json()).toEqual({ active: false })
    }
    const [event] = await test.database.prisma.auditEvent.findMany({
      where: { type: 'refresh_family.reused', subjectId: person.user.id },
    })
    expect(event).toMatchObject({ outcome: 'failure', clientId: client.clientId })
  })

  it('ends the family whatever scope or resource the reuse asks for (RFC 9700 §4.14.2)', async () => {
    const second = (await test.refresh(client, first.refresh_token)).json()
    test.clock.advance(11)
    await refused(first.refresh_token, 'invalid_grant', {
      scope: 'openid email',
      resource: 'https://other.example',
    })
    await refused(second.refresh_token)
  })

  it('ends only its own family (RFC 9700 §4.14.2)', async () => {
    const other = await test.tokens(client, person, OFFLINE)
    await test.refresh(client, first.refresh_token)
    test.clock.advance(11)
    await refused(first.refresh_token)
    expect((await test.refresh(client, other.refresh_token)).statusCode).toBe(200)
  })

  it('has no window when the setting is 0 (RFC 9700 §4.14.2)', async () => {
    const strict = await TestingApp.start({ GATEHOUSE_REFRESH_GRACE_SECONDS: '0' })
    try {
      const registered = await strict.confidentialClient()
      const tokens = await strict.tokens(registered, await strict.person(), OFFLINE)
      const second = (await strict.refresh(registered, tokens.refresh_token)).json()
      expect((await strict.refresh(registered, tokens.refresh_token)).statusCode).toBe(400)
      expect((await strict.refresh(registered, second.refresh_token)).statusCode).toBe(400)
    } finally {
      await strict.close()
    }
  })
})

describe('the life of a refresh token by the server clock', () => {
  const DAY = 86_400

  it('slides with each rotation and ends with the family (RFC 6749 §1.5)', async () => {
    let current = first.refresh_token
    for (let day = 0; day < 84; day += 12) {
      test.clock.advance(12 * DAY)
      const answer = await test.refresh(client, current)
      expect(answer.statusCode).toBe(200)
      current = answer.json().refresh_token
    }
    test.clock.advance(6 * DAY)
    await refused(current)
  })

  it('ends unused after its sliding lifetime (RFC 6749 §1.5)', async () => {
    test.clock.advance(14 * DAY)
    await refused(first.refresh_token)
  })

  it('is as long as the client is registered for', async () => {
    const brief = await test.confidentialClient({ refreshTokenLifetimeSeconds: 60 })
    const tokens = await test.tokens(brief, person, OFFLINE)
    test.clock.advance(60)
    expect((await test.refresh(brief, tokens.refresh_token)).json()).toMatchObject({ error: 'invalid_grant' })
  })
})

describe('what ends a refresh token besides', () => {
  it('outlives the sign-out with offline_access, and dies with it otherwise (OIDC Core §11)', async () => {
    const bound = await test.tokens(client, person, { scope: ['profile'] })
    await new SessionStore(test.database).end(person.session.id, test.clock.now(), 'sign_out')
    await refused(bound.refresh_token)
    expect((await test.refresh(client, first.refresh_token)).statusCode).toBe(200)
  })

  it('is refused when the account was switched off, and in the grace window too (RFC 6749 §6)', async () => {
    await test.refresh(client, first.refresh_token)
    const fresh = await test.tokens(client, person, OFFLINE)
    await test.database.prisma.user.update({
      where: { id: person.user.id },
      data: { disabledAt: test.clock.now() },
    })
    await refused(first.refresh_token)
    await refused(fresh.refresh_token)
  })

  it('is refused when the consent was withdrawn (RFC 6749 §6)', async () => {
    await new GrantStore(test.database).withdraw(person.user.id, client.clientId, test.clock.now())
    await refused(first.refresh_token)
    expect((await test.introspect(client, first.access_token)).json()).toEqual({ active: false })
  })

  it('is no longer known to a client that was switched off, once the registry has looked again (RFC 6749 §5.2)', async () => {
    const off = await test.confidentialClient()
    const tokens = await test.tokens(off, person, OFFLINE)
    await test.database.prisma.client.update({
      where: { clientId: off.clientId },
      data: { disabledAt: test.clock.now() },
    })
    test.clock.advance(3)
    const answer = await test.refresh(off, tokens.refresh_token)
    expect([answer.statusCode, answer.json().error]).toEqual([401, 'invalid_client'])
  })
})
