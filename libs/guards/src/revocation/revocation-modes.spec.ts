import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Controller, Get, Logger, Module } from '@nestjs/common'
import { Test } from '@nestjs/testing'
import { AccessToken } from '../decorators.js'
import { ResourceServerModule } from '../resource-server.module.js'
import type { ResourceServerOptions } from '../resource-server-options.js'
import { onPlatform, PLATFORMS, type RunningApi } from '../running-api.fixture.js'
import { TestIssuer } from '../testing/test-issuer.js'
import { FeedRevocationSource } from './feed/feed-revocation-source.js'
import { FeedServer } from './feed/feed-server.fixture.js'
import { RevocationSource } from './revocation-source.js'

const AUDIENCE = 'https://api.example'
const client = { clientId: 'api', clientSecret: 'secret' }

@Controller()
class OneController {
  @Get()
  show(@AccessToken() claims: object) {
    return { claims }
  }
}

describe.each(PLATFORMS)('an application on %s', (platform) => {
  let server: FeedServer
  let issuer: TestIssuer
  let api: RunningApi

  beforeEach(async () => {
    Logger.overrideLogger(false)
    server = new FeedServer()
    await server.start()
    issuer = new TestIssuer({ issuer: server.url })
  })
  afterEach(async () => {
    Logger.overrideLogger(['error', 'warn', 'log'])
    await api.close()
    await server.stop()
  })

  const start = async (revocation: ResourceServerOptions['revocation']) => {
    const options = { ...issuer.optionsFor(AUDIENCE), revocation }
    @Module({ imports: [ResourceServerModule.forRoot(options)], controllers: [OneController] })
    class AppModule {}
    api = await onPlatform(platform, await Test.createTestingModule({ imports: [AppModule] }).compile())
  }
  const send = (token: string) => api.send('GET', '/', { authorization: `Bearer ${token}` })
  const token = (claims: object = {}) =>
    issuer.userToken('person', { audience: AUDIENCE, claims: { ...claims } })

  it('follows the feed from its start to its end, and refuses a remembered token once it is revoked', async () => {
    await start({ feed: client })
    const bearer = token({ gid: 'grant' })
    expect((await send(bearer)).statusCode).toBe(200)
    expect(api.nest.get(RevocationSource, { strict: false })).toBeInstanceOf(FeedRevocationSource)
    server.revoke(['grant'], { claim: 'gid' })
    const deadline = Date.now() + 1_000
    let answer = await send(bearer)
    while (answer.statusCode === 200 && Date.now() < deadline) answer = await send(bearer)
    expect([answer.statusCode, answer.json['error']]).toEqual([401, 'invalid_token'])
    await api.close()
    const end = Date.now() + 1_000
    while (server.listeners > 0 && Date.now() < end) await sleep(5)
    expect(server.listeners).toBe(0)
  })

  it('takes the answer about an opaque token for its claims (RFC 7662 §2.2)', async () => {
    server.description = { sub: 'person', client_id: 'app', aud: AUDIENCE, exp: 4e9, scope: 'a' }
    await start({ introspection: { ...client, cacheSeconds: 0 } })
    const answer = await send('an.opaque+token')
    expect(answer.json['claims']).toMatchObject({
      iss: server.url,
      sub: 'person',
      client_id: 'app',
      scope: 'a',
    })
    server.active = false
    expect((await send('an.opaque+token')).statusCode).toBe(401)
  })

  it.each([
    ['for another audience (RFC 7662 §4)', { aud: 'https://other.example' }],
    ['for no audience', { aud: undefined }],
    ['from another issuer', { iss: 'https://other.example' }],
    ['that expired', { exp: 1 }],
    ['without an end', { exp: undefined }],
    ['without a client', { client_id: undefined }],
    ['that is bound to a key (RFC 9449 §7.2)', { cnf: { jkt: 'x'.repeat(43) } }],
  ])('refuses an opaque token %s', async (_, change) => {
    server.description = { sub: 'person', client_id: 'app', aud: AUDIENCE, exp: 4e9, ...change }
    await start({ introspection: client })
    const answer = await send('opaque')
    expect([answer.statusCode, answer.json['error']]).toEqual([401, 'invalid_token'])
  })

  it.each([
    ['none', 'none' as const],
    ['the feed', { feed: client }],
  ])('refuses an opaque token when it learns of revocations by %s', async (_, revocation) => {
    await start(revocation)
    expect((await send('opaque')).json['error']).toBe('invalid_token')
    expect(server.asked.introspections).toBe(0)
  })

  it('does not ask about a JWT whose signature does not hold', async () => {
    await start({ introspection: client })
    expect(
      (await send(new TestIssuer({ issuer: server.url }).userToken('p', { audience: AUDIENCE }))).statusCode,
    ).toBe(401)
    expect(server.asked.introspections).toBe(0)
  })

  it('takes a source of its own', async () => {
    class Everything extends RevocationSource {
      override isRevoked(): boolean {
        return true
      }
    }
    await start({ source: new Everything() })
    expect((await send(token())).json['error_description']).toContain('revoked')
  })
})
