import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { SIGNING_ALGS, type AdminRotationPreview, type AdminSigningKeys } from '@gatehouse/token-types'
import { createApp } from '../../create-app.js'
import { Settings } from '../../config/settings.js'
import { KeyRotations } from '../../oauth/keys/key-rotation.js'
import { Keyring } from '../../oauth/keys/keyring.js'
import { TokenLookup } from '../../oauth/tokens/token-lookup.js'
import { TestingApp } from '../../testing-app.fixture.js'
import { AdminCaller, installAdminApi } from '../admin-caller.fixture.js'

let test: TestingApp
let other: NestFastifyApplication
let admin: AdminCaller

beforeEach(async () => {
  test = await TestingApp.start()
  other = await createApp(test.app.get(Settings), test.clock)
  await other.init()
  admin = await AdminCaller.with(test, await installAdminApi(test), ['admin'])
})

afterEach(async () => {
  await other.close()
  await test.close()
})

const keys = async () => (await admin.get('/keys')).json<AdminSigningKeys>().keys
const published = async () =>
  (await test.get('/.well-known/jwks.json')).json<{ keys: { kid: string }[] }>().keys.map(({ kid }) => kid)
const run = () => test.app.get(KeyRotations).run()
const kidOf = async (alg: string, state: string) =>
  (await keys()).find((key) => key.alg === alg && key.state === state)?.kid ?? ''
const aToken = async () =>
  (await test.tokens(await test.confidentialClient(), await test.person())).access_token
const isAlive = async (app: NestFastifyApplication, token: string) =>
  (await app.get(TokenLookup).findActiveAccessToken(token)) !== undefined

describe('signing keys', () => {
  it('are published ahead of use, and rotate once APIs know the next', async () => {
    await run()
    const next = await kidOf('ES256', 'next')
    expect(await published()).toContain(next)
    const early = await admin.call('POST', '/keys/rotate', { alg: 'ES256' })
    expect(early.json()).toMatchObject({ status: 409, preview: { next, is_ready: false } })
    const before = await kidOf('ES256', 'active')
    test.clock.advance(900)
    const preview = (await admin.get('/keys/rotation/ES256')).json<AdminRotationPreview>()
    expect(preview).toMatchObject({ current: before, next, is_ready: true })
    expect((await admin.call('POST', '/keys/rotate', { alg: 'ES256' })).statusCode).toBe(201)
    expect(await kidOf('ES256', 'active')).toBe(next)
    expect(await kidOf('ES256', 'retiring')).toBe(before)
    expect(await published()).toContain(before)
  })

  it('retire when the last token that they signed has expired, not before', async () => {
    const before = await kidOf('ES256', 'active')
    await admin.call('POST', '/keys/rotate', { alg: 'ES256', force: true })
    test.clock.advance(3_600)
    await run()
    expect(await published()).toContain(before)
    test.clock.advance(121)
    await run()
    expect(await published()).not.toContain(before)
  })

  it('rotate by schedule, once, however many servers look at it', async () => {
    const before = await kidOf('RS256', 'active')
    await run()
    test.clock.advance(90 * 86_400)
    await Promise.all([run(), other.get(KeyRotations).run()])
    const rows = (
      await test.database.pool.query<{ alg: string; status: string }>('SELECT alg, status FROM signing_keys')
    ).rows
    for (const alg of SIGNING_ALGS) {
      expect(rows.filter((row) => row.alg === alg && row.status === 'active')).toHaveLength(1)
      expect(rows.filter((row) => row.alg === alg && row.status === 'retiring')).toHaveLength(1)
      expect(rows.filter((row) => row.alg === alg && row.status === 'next')).toHaveLength(1)
    }
    expect(rows).toHaveLength(6)
    expect(before).not.toBe(test.app.get(Keyring).signingKey('RS256').kid)
  })

  it('rotate while tokens are issued, and every token passes at the other server at once', async () => {
    await run()
    await other.get(Keyring).reload()
    test.clock.advance(900)
    const client = await test.confidentialClient()
    const people = await Promise.all(Array.from({ length: 12 }, () => test.person()))
    const issue = people.map(async (person) => (await test.tokens(client, person)).access_token)
    const [rotated] = await Promise.all([test.app.get(KeyRotations).rotate('ES256', () => event()), ...issue])
    expect(rotated).toBe(true)
    for (const token of [...(await Promise.all(issue)), await aToken()])
      expect(await isAlive(other, token)).toBe(true)
  })

  it('that was compromised ends at once, here and at the other server, and another takes its place', async () => {
    await run()
    const token = await aToken()
    const [kid, next] = [await kidOf('ES256', 'active'), await kidOf('ES256', 'next')]
    expect(await isAlive(test.app, token)).toBe(true)
    const revoked = await test.app.get(KeyRotations).outlook('ES256')
    expect(revoked.current?.kid).toBe(kid)
    expect((await admin.call('POST', `/keys/${kid}/revoke`)).statusCode).toBe(201)
    await other.get(Keyring).reload()
    expect(await isAlive(test.app, token)).toBe(false)
    expect(await isAlive(other, token)).toBe(false)
    expect(await published()).not.toContain(kid)
    expect(test.app.get(Keyring).signingKey('ES256').kid).toBe(next)
    const { rows } = await test.database.pool.query("SELECT value FROM revocations WHERE claim = 'kid'")
    expect(rows).toStrictEqual([{ value: kid }])
    expect(await isAlive(other, await aToken())).toBe(true)
  })

  it('never show a private half', async () => {
    await run()
    expect((await admin.get('/keys')).body).not.toMatch(/"d"|sealed|private/u)
  })

  it('refuse what is not known or over', async () => {
    expect((await admin.get('/keys/rotation/HS256')).statusCode).toBe(404)
    expect((await admin.call('POST', '/keys/rotate', { alg: 'none' })).statusCode).toBe(422)
    expect((await admin.call('POST', '/keys/nothing/revoke')).statusCode).toBe(404)
    const next = await run().then(() => kidOf('RS256', 'next'))
    expect((await admin.call('POST', `/keys/${next}/revoke`)).statusCode).toBe(201)
    expect((await admin.call('POST', `/keys/${next}/revoke`)).statusCode).toBe(409)
  })
})

const event = () => ({ at: test.clock.now(), type: 'key.rotated', outcome: 'success' })
