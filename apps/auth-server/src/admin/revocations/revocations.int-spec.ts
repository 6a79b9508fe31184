import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ResourceStore, RevocationStore } from '@gatehouse/data-access'
import { aResource } from '@gatehouse/testing'
import type { AccessTokenClaims, AdminFeedFollowers } from '@gatehouse/token-types'
import { ISSUER, TestingApp } from '../../testing-app.fixture.js'
import { AdminCaller, installAdminApi } from '../admin-caller.fixture.js'
import { LiveRevocations } from './live-revocations.js'

const FEED = `${ISSUER}/oauth2/revocations`
const INSTANCE = '00000000-0000-4000-8000-000000000001'

let test: TestingApp
let admin: AdminCaller
let feedToken: string

beforeAll(async () => {
  test = await TestingApp.start()
  admin = await AdminCaller.with(test, await installAdminApi(test), ['admin'])
  await aResource(test.database, {
    identifier: FEED,
    scopes: [{ name: 'revocations:read', consentText: 'x' }],
  })
  const bank = await test.confidentialClient(
    { name: 'Bank' },
    await new ResourceStore(test.database).find(FEED),
  )
  const form = { grant_type: 'client_credentials', scope: 'revocations:read', resource: FEED }
  feedToken = (await test.token(bank, form)).json<{ access_token: string }>().access_token
})

afterAll(() => test.close())

const revoke = (value: string) => {
  const now = test.clock.now()
  const expiresAt = new Date(now.getTime() + 3_600_000)
  return new RevocationStore(test.database).add({
    claim: 'jti',
    value,
    revokedAt: now,
    expiresAt,
    reason: 'admin',
  })
}
const acknowledge = (form: Record<string, string>, token = feedToken) =>
  test.post('/oauth2/revocations/position', form, { authorization: `Bearer ${token}` })
const followers = async () => (await admin.get('/revocations/followers')).json<AdminFeedFollowers>()

describe('followers of the feed', () => {
  it('are shown with the place that they told, and how much follows it', async () => {
    await revoke('one')
    expect((await acknowledge({ instance: INSTANCE, sequence: '0' })).statusCode).toBe(204)
    expect((await followers()).followers).toMatchObject([
      { client_name: 'Bank', instance: INSTANCE, position: '0', behind: 1, is_following: true },
    ])
    const { newest } = await followers()
    await acknowledge({ instance: INSTANCE, sequence: newest })
    expect((await followers()).followers).toMatchObject([{ position: newest, behind: 0 }])
    test.clock.advance(91)
    expect((await followers()).followers).toMatchObject([{ is_following: false }])
  })

  it('are not made up by who may not read the feed, or by nonsense', async () => {
    expect((await acknowledge({ instance: INSTANCE, sequence: '1' }, admin.token)).statusCode).toBe(401)
    expect((await acknowledge({ instance: 'x', sequence: '1' })).statusCode).toBe(400)
    expect((await acknowledge({ instance: INSTANCE, sequence: '-1' })).statusCode).toBe(400)
  })
})

describe('the live view', () => {
  const claims = () =>
    JSON.parse(Buffer.from(admin.token.split('.')[1] ?? '', 'base64url').toString()) as AccessTokenClaims

  it('ends when the token that opened it is revoked (RFC 7009 §2.1)', async () => {
    const stream = test.app.get(LiveRevocations).follow({ ...claims(), jti: 'of-the-watcher' })
    const ended = once(stream.resume(), 'end')
    await revoke('of-the-watcher')
    await ended
  })

  it('says what is revoked from now on', async () => {
    const stream = test.app.get(LiveRevocations).follow(claims())
    let said = ''
    stream.on('data', (bytes: Buffer) => (said += bytes.toString()))
    await revoke('two')
    while (!said.includes('"value":"two"')) await once(stream, 'data')
    expect(said).toMatch(/^event: heartbeat\n/u)
    expect(said).not.toContain('"value":"one"')
    stream.destroy()
  })
})
