import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Controller, Get, Logger, Module } from '@nestjs/common'
import { Test } from '@nestjs/testing'
import { RequireScopes } from '../decorators.js'
import { ResourceServerModule } from '../resource-server.module.js'
import { onPlatform, PLATFORMS, type RunningApi } from '../running-api.fixture.js'
import { TestDpopKey, type TestProof } from '../testing/test-dpop-key.js'
import { TestIssuer } from '../testing/test-issuer.js'
import { DpopFindings } from './dpop-findings.js'
import type { DpopOptions } from './possession-options.js'
import { MemoryReplayStore, ReplayStore } from './replay-store.js'

const AUDIENCE = 'https://api.example'
const PUBLIC_URL = 'https://gateway.example/bank'
const URL = `${PUBLIC_URL}/things`
const ALGS = 'algs="ES256 ES384 RS256 PS256 EdDSA"'

@Controller('things')
class ThingsController {
  @Get()
  list() {
    return {}
  }

  @RequireScopes('things:write')
  @Get('closed')
  closed() {
    return {}
  }
}

class BrokenStore extends ReplayStore {
  override isFirstUse(): Promise<boolean> {
    return Promise.reject(new Error('connection refused'))
  }
}

describe.each(PLATFORMS)('DPoP on %s', (platform) => {
  const issuer = new TestIssuer()
  const key = new TestDpopKey()
  const bound = issuer.userToken('person', { audience: AUDIENCE, claims: { cnf: { jkt: key.jkt } } })
  const unbound = issuer.userToken('person', { audience: AUDIENCE })
  let api: RunningApi
  let now: Date

  const start = async (dpop: DpopOptions) => {
    const options = {
      ...issuer.optionsFor(AUDIENCE),
      now: () => now,
      dpop: { publicUrl: PUBLIC_URL, ...dpop },
    }
    @Module({ imports: [ResourceServerModule.forRoot(options)], controllers: [ThingsController] })
    class AppModule {}
    api = await onPlatform(platform, await Test.createTestingModule({ imports: [AppModule] }).compile())
  }
  const proof = (change: Partial<TestProof> = {}) =>
    key.proof({ method: 'GET', url: URL, accessToken: bound, now, ...change })
  const send = (authorization: string, dpop?: string, path = '/things') =>
    api.send('GET', path, { authorization, ...(dpop !== undefined && { dpop }) })

  beforeEach(() => {
    now = new Date()
    Logger.overrideLogger(false)
  })
  afterEach(async () => {
    Logger.overrideLogger(['error', 'warn', 'log'])
    await api.close()
  })

  it('lets a bound token with its proof pass, whatever query and Host header say (RFC 9449 §4.3)', async () => {
    await start({})
    expect((await send(`DPoP ${bound}`, proof())).statusCode).toBe(200)
    expect((await send(`dpop ${bound}`, proof({ url: `${URL}?page=2` }), '/things?page=1')).statusCode).toBe(
      200,
    )
    expect((await send(`Bearer ${unbound}`)).statusCode).toBe(200)
  })

  it('refuses a bound token that is sent as Bearer, with or without a proof (RFC 9449 §7.2)', async () => {
    await start({})
    for (const dpop of [undefined, proof()]) {
      const answer = await send(`Bearer ${bound}`, dpop)
      expect(answer.statusCode).toBe(401)
      expect(answer.headers['www-authenticate']).toMatch(
        /^Bearer error="invalid_token", .*, DPoP algs="ES256/,
      )
    }
  })

  it.each([
    ['no proof', () => undefined],
    ['another method', () => proof({ method: 'POST' })],
    ['the URL that the Host header names', () => proof({ url: `${api.url}/things` })],
    ['another path', () => proof({ url: PUBLIC_URL })],
    ['the hash of another token (RFC 9449 §4.3, ath)', () => proof({ accessToken: unbound })],
    ['an iat 61 seconds ago (RFC 9449 §11.1)', () => proof({ now: new Date(now.getTime() - 61_000) })],
    ['an iat 61 seconds ahead', () => proof({ now: new Date(now.getTime() + 61_000) })],
    ['another typ', () => proof({ header: { typ: 'JWT' } })],
    ['alg none', () => proof({ header: { alg: 'none' } })],
    ['text', () => 'proof'],
  ])('refuses a proof that has %s by invalid_dpop_proof (RFC 9449 §7.1)', async (_, make) => {
    await start({})
    const answer = await send(`DPoP ${bound}`, make())
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['www-authenticate']).toMatch(/^DPoP error="invalid_dpop_proof", error_description=/)
    expect(answer.headers['www-authenticate']).toContain(ALGS)
  })

  it('refuses the proof of another key, and a token that is bound to none (RFC 9449 §7.1)', async () => {
    await start({})
    const foreign = new TestDpopKey().proof({ method: 'GET', url: URL, accessToken: bound, now })
    for (const answer of [
      await send(`DPoP ${bound}`, foreign),
      await send(`DPoP ${unbound}`, proof({ accessToken: unbound })),
    ])
      expect([answer.statusCode, answer.json['error']]).toEqual([401, 'invalid_token'])
  })

  it('refuses a proof that was used before, also at the same moment (RFC 9449 §11.1)', async () => {
    await start({})
    const once = proof()
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(`DPoP ${bound}`, once)))
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1)
    expect(answers.filter(({ json }) => json['error'] === 'invalid_dpop_proof')).toHaveLength(9)
  })

  it('does not use up a proof for a token that is refused', async () => {
    await start({})
    const expired = issuer.userToken('person', {
      ...{ audience: AUDIENCE, expiresInSeconds: -60, claims: { cnf: { jkt: key.jkt } } },
    })
    const claims = { jti: 'the same' }
    expect((await send(`DPoP ${expired}`, proof({ accessToken: expired, claims }))).statusCode).toBe(401)
    expect((await send(`DPoP ${bound}`, proof({ claims }))).statusCode).toBe(200)
  })

  it('answers a token without the scope in the scheme that it came by (RFC 6750 §3.1)', async () => {
    await start({})
    const answer = await send(`DPoP ${bound}`, proof({ url: `${URL}/closed` }), '/things/closed')
    expect(answer.statusCode).toBe(403)
    expect(answer.headers['www-authenticate']).toMatch(/^DPoP error="insufficient_scope"/)
  })

  it('demands a bound token of everyone in the mode required', async () => {
    await start({ mode: 'required' })
    expect((await send(`DPoP ${bound}`, proof())).statusCode).toBe(200)
    const refused = await send(`Bearer ${unbound}`)
    expect([refused.statusCode, refused.json['error']]).toEqual([401, 'invalid_token'])
    expect(refused.headers['www-authenticate']).toMatch(/^DPoP error="invalid_token"/)
    const without = await api.send('GET', '/things')
    expect(without.headers['www-authenticate']).toMatch(/^DPoP algs=/)
    const metadata = await api.send('GET', '/.well-known/oauth-protected-resource')
    expect(metadata.json['dpop_bound_access_tokens_required']).toBe(true)
  })

  it('counts what required would refuse, and lets it pass, in the mode report-only', async () => {
    await start({ mode: 'report-only' })
    const once = proof()
    for (const [authorization, dpop] of [
      [`Bearer ${unbound}`, undefined],
      [`Bearer ${bound}`, undefined],
      [`DPoP ${bound}`, proof({ url: api.url })],
      [`DPoP ${bound}`, once],
      [`DPoP ${bound}`, once],
    ] as const)
      expect((await send(authorization, dpop)).statusCode).toBe(200)
    expect(Object.fromEntries(api.nest.get(DpopFindings, { strict: false }).counts)).toEqual({
      'dpop.unbound': 1,
      'dpop.bound_as_bearer': 1,
      'dpop.htu': 1,
      'dpop.replay': 1,
    })
    expect((await send('DPoP x.y.z', once)).statusCode).toBe(401)
  })

  it('does not know the scheme in the mode off, and refuses bound tokens', async () => {
    await start({ mode: 'off' })
    const unknown = await send(`DPoP ${unbound}`, proof({ accessToken: unbound }))
    expect(unknown.statusCode).toBe(401)
    expect(unknown.headers['www-authenticate']).toMatch(/^Bearer resource_metadata=/)
    expect((await send(`Bearer ${bound}`)).json['error_description']).toContain('cannot check')
    expect((await send(`Bearer ${unbound}`)).statusCode).toBe(200)
  })

  it('asks for a nonce, takes it, and takes the one before it until that is old too (RFC 9449 §9)', async () => {
    await start({ nonce: { secret: 'n'.repeat(32), lifetimeSeconds: 100 } })
    now = new Date(1_800_000_000_000)
    const cnf = { jkt: key.jkt }
    const token = issuer.userToken('person', { audience: AUDIENCE, claims: { cnf, exp: 2e9, iat: 1e9 } })
    const first = await send(`DPoP ${token}`, proof({ accessToken: token }))
    expect([first.statusCode, first.json['error']]).toEqual([401, 'use_dpop_nonce'])
    expect(first.headers['www-authenticate']).toMatch(/^DPoP error="use_dpop_nonce"/)
    const nonce = first.headers['dpop-nonce'] ?? ''
    expect(nonce).toMatch(/^[\w-]{22}$/)
    const again = () => send(`DPoP ${token}`, proof({ accessToken: token, nonce }))
    expect((await again()).statusCode).toBe(200)
    now = new Date(now.getTime() + 50_000)
    const later = await again()
    expect(later.statusCode).toBe(200)
    expect(later.headers['dpop-nonce']).not.toBe(nonce)
    now = new Date(now.getTime() + 50_000)
    expect((await again()).json['error']).toBe('use_dpop_nonce')
    const forged = await send(`DPoP ${token}`, proof({ accessToken: token, nonce: 'x'.repeat(22) }))
    expect(forged.json['error']).toBe('use_dpop_nonce')
  })

  it.each([
    ['fails', new BrokenStore()],
    ['is full', new MemoryReplayStore(0)],
  ])('fails closed by 503 when the replay store %s', async (_, replayStore) => {
    await start({ replayStore })
    const answer = await send(`DPoP ${bound}`, proof())
    expect([answer.statusCode, answer.json['error']]).toEqual([503, 'temporarily_unavailable'])
    expect(answer.headers['retry-after']).toBe('5')
  })

  it.each([
    ['a binding that nobody here knows', { cnf: { jwk: {} } }],
    ['a known binding beside an unknown one', { cnf: { jkt: key.jkt, other: 'x' } }],
    ['an empty binding', { cnf: {} }],
    ['a binding that is text', { cnf: 'jkt' }],
    ['a thumbprint that is none', { cnf: { jkt: '' } }],
  ])('refuses a token with %s (RFC 7800 §3.1)', async (_, claims) => {
    await start({ mode: 'report-only' })
    const token = issuer.userToken('person', { audience: AUDIENCE, claims })
    for (const authorization of [`Bearer ${token}`, `DPoP ${token}`])
      expect((await send(authorization, proof({ accessToken: token }))).statusCode).toBe(401)
  })
})

describe('MemoryReplayStore', () => {
  it('forgets a proof when it is too old in any case, and only then', () => {
    const store = new MemoryReplayStore(2)
    const at = (ms: number) => new Date(ms)
    expect(store.isFirstUse('one', at(0), at(10))).toBe(true)
    expect(store.isFirstUse('two', at(5), at(15))).toBe(true)
    expect(store.isFirstUse('one', at(9), at(19))).toBe(false)
    expect(() => store.isFirstUse('three', at(9), at(19))).toThrow('Too many')
    expect(store.isFirstUse('three', at(10), at(20))).toBe(true)
  })
})
