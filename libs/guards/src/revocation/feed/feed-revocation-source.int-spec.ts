import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Logger } from '@nestjs/common'
import type { AccessTokenClaims } from '@gatehouse/token-types'
import { IssuerMetadata } from '../../issuer/issuer-metadata.js'
import { ResourceServerSettings } from '../../resource-server-options.js'
import type { FeedOptions } from '../revocation-options.js'
import { FeedServer } from './feed-server.fixture.js'
import { FeedRevocationSource } from './feed-revocation-source.js'

const BOUND_SECONDS = 1
const credentials = { clientId: 'bank api', clientSecret: 'p%c:' }
const unavailable = expect.objectContaining({ code: 'temporarily_unavailable', status: 503 })

describe('FeedRevocationSource', () => {
  let server: FeedServer
  let source: FeedRevocationSource
  let now: () => Date

  beforeEach(async () => {
    Logger.overrideLogger(false)
    now = () => new Date()
    server = new FeedServer()
    await server.start()
  })
  afterEach(async () => {
    Logger.overrideLogger(['error', 'warn', 'log'])
    await source.onApplicationShutdown()
    await server.stop()
  })

  const follow = (change: Partial<FeedOptions> = {}) => {
    const feed = { ...credentials, silenceBoundSeconds: BOUND_SECONDS, ...change }
    const settings = new ResourceServerSettings({ issuer: server.url, audience: 'a', revocation: 'none' })
    source = new FeedRevocationSource(feed, {
      metadata: new IssuerMetadata(settings),
      now: () => now(),
      clockSkewSeconds: 0,
    })
    source.onApplicationBootstrap()
  }
  const isRevoked = (jti: string, change: Partial<AccessTokenClaims> = {}) =>
    source.isRevoked({
      token: `t-${jti}`,
      digest: jti,
      claims: { jti, iat: 1, ...change } as AccessTokenClaims,
    })
  const until = async (holds: () => unknown, withinMs = 8_000) => {
    for (const end = Date.now() + withinMs; !holds(); await sleep(5))
      if (Date.now() > end) throw new Error(`It did not become true: ${String(holds)}`)
  }
  const caughtUp = () => until(() => source.isCurrent && server.listeners === 1)
  const names = (count: number, prefix = 'token') =>
    Array.from({ length: count }, (_, index) => `${prefix}-${index}`)

  it('knows what was revoked before and what is revoked now, and answers without a promise', async () => {
    server.revoke(['before'])
    follow()
    await caughtUp()
    expect([isRevoked('before'), isRevoked('other')]).toEqual([true, false])
    server.revoke(['now'])
    await until(() => isRevoked('now') === true)
    expect(source.sequence).toBe('2')
    expect(source.lastHeardAt).toBeInstanceOf(Date)
  })

  it('gets its own token by client credentials, for the feed and nothing else (RFC 6749 §4.4, RFC 8707 §2)', async () => {
    follow()
    await caughtUp()
    const basic = Buffer.from('bank+api:p%25c%3A').toString('base64')
    const resource = encodeURIComponent(`${server.url}/revocations`)
    expect(server.asked.tokens).toEqual([
      `Basic ${basic} grant_type=client_credentials&scope=revocations%3Aread&resource=${resource}`,
    ])
    expect(server.asked.pages).toEqual(['Bearer token-1 0'])
  })

  it('gets another token when one is refused', async () => {
    server.refusals = [401]
    follow()
    await caughtUp()
    expect(server.asked.pages).toEqual(['Bearer token-2 0'])
  })

  it('lets requests wait for the first catch-up', async () => {
    server.revoke(['dead'])
    server.pageDelayMs = 300
    follow({ silenceBoundSeconds: 20 })
    await expect(Promise.all([isRevoked('dead'), isRevoked('alive')])).resolves.toEqual([true, false])
  })

  it('refuses by 503 while there never was a catch-up, and recovers by itself', async () => {
    await server.stop()
    follow()
    await expect(isRevoked('any')).rejects.toEqual(unavailable)
    await server.start()
    await caughtUp()
    expect(isRevoked('any')).toBe(false)
  })

  it('fails closed when the server is silent beyond the bound, though the connection stands', async () => {
    server.revoke(['dead'])
    follow()
    await caughtUp()
    ;[server.mute, server.pageDelayMs] = [true, 60_000]
    await until(() => !source.isCurrent)
    await expect(isRevoked('any')).rejects.toEqual(unavailable)
    expect(isRevoked('dead')).toBe(true)
    ;[server.mute, server.pageDelayMs] = [false, 0]
    await caughtUp()
    expect(isRevoked('any')).toBe(false)
  })

  it('counts comments and halves of events for silence', async () => {
    follow()
    await caughtUp()
    ;[server.mute, server.pageDelayMs] = [true, 60_000]
    const noise = setInterval(() => server.say(': still here\nevent: heartbeat\n'), 20)
    await until(() => !source.isCurrent)
    clearInterval(noise)
    await expect(isRevoked('any')).rejects.toEqual(unavailable)
  })

  it('counts as silent when the wall clock went on, though the process stood still', async () => {
    follow()
    await caughtUp()
    server.mute = true
    await sleep(60)
    now = () => new Date(Date.now() + 60_000)
    expect(source.isCurrent).toBe(false)
  })

  it('does not count as current for longer because the wall clock was set back', async () => {
    follow()
    await caughtUp()
    now = () => new Date(Date.now() - 3_600_000)
    ;[server.mute, server.pageDelayMs] = [true, 60_000]
    await until(() => !source.isCurrent, 5_000)
  })

  it('asks introspection instead while the feed is silent, where that was chosen (RFC 7662 §2)', async () => {
    server.revoke(['dead'])
    follow({ whenSilent: { introspection: { cacheSeconds: 0 } } })
    await caughtUp()
    expect([isRevoked('any'), server.asked.introspections]).toEqual([false, 0])
    ;[server.mute, server.pageDelayMs] = [true, 60_000]
    await until(() => !source.isCurrent)
    await expect(isRevoked('any')).resolves.toBe(false)
    server.active = false
    await expect(isRevoked('any')).resolves.toBe(true)
    const { introspections } = server.asked
    expect(isRevoked('dead')).toBe(true)
    expect(server.asked.introspections).toBe(introspections)
  })

  it('misses nothing while its connection is cut again and again', async () => {
    follow()
    await caughtUp()
    const values = names(400)
    for (let from = 0; from < values.length; from += 20) {
      server.revoke(values.slice(from, from + 10))
      if (from % 40 === 0) server.cut()
      server.revoke(values.slice(from + 10, from + 20))
      await sleep(10)
    }
    await until(() => source.sequence === '400')
    expect(values.filter((value) => isRevoked(value) !== true)).toEqual([])
  })

  it('catches up by its sequence after a restart of the server, over gaps in the numbers', async () => {
    server.revoke(['one', 'two'], { step: 7 })
    follow()
    await caughtUp()
    await server.stop()
    server.revoke(['three'], { step: 1_000 })
    server.asked.pages.length = 0
    await server.start()
    await until(() => isRevoked('three') === true)
    expect([source.sequence, isRevoked('two')]).toEqual(['1014', true])
    expect(server.asked.pages).toEqual(['Bearer token-1 13'])
  })

  it('reads all of the list when the server was restored from a backup, and forgets nothing', async () => {
    server.revoke(names(5, 'old'))
    follow()
    await caughtUp()
    await server.stop()
    server.list = server.list.slice(0, 2)
    server.revoke(['reused'])
    await server.start()
    await until(() => isRevoked('reused') === true)
    expect(source.sequence).toBe('3')
    expect(isRevoked('old-4')).toBe(true)
    server.revoke(['after'])
    await until(() => isRevoked('after') === true)
  })

  it('reads all of another list whose numbers go on from the same place', async () => {
    server.revoke(names(3, 'old'))
    follow()
    await caughtUp()
    await server.stop()
    server.list = []
    server.revoke(names(8, 'new'))
    await server.start()
    await until(() => source.sequence === '8')
    expect(names(8, 'new').every((value) => isRevoked(value) === true)).toBe(true)
  })

  it('reads all of the list when a heartbeat says that it went back', async () => {
    server.revoke(names(4))
    follow()
    await caughtUp()
    server.asked.pages.length = 0
    server.say('event: heartbeat\ndata: {"sequence":"2"}\n\n')
    await until(() => server.asked.pages.length > 0)
    expect(server.asked.pages[0]).toBe('Bearer token-1 0')
  })

  it('looks for entries that a heartbeat names and the stream left out, once', async () => {
    follow()
    await caughtUp()
    server.mute = true
    server.revoke(['left out'])
    server.mute = false
    server.say('event: heartbeat\ndata: {"sequence":"1"}\n\n')
    await until(() => isRevoked('left out') === true)
    await caughtUp()
    server.asked.pages.length = 0
    server.say('event: heartbeat\ndata: {"sequence":"1"}\n\n')
    await sleep(50)
    expect(server.asked.pages).toEqual([])
  })

  it('takes an entry that comes twice for one', async () => {
    server.twice = true
    follow()
    await caughtUp()
    server.revoke(names(20))
    await until(() => source.sequence === '20')
    expect(source.entries).toBe(20)
  })

  it('does not pass over an entry that it cannot read', async () => {
    follow()
    await caughtUp()
    const streams = server.asked.streams.length
    server.say('id: 1\nevent: revocation\ndata: {"sequence":"1","claim":"org_id"}\n\n')
    await until(() => server.asked.streams.length > streams)
    expect(source.sequence).toBe('0')
  })

  it('takes a backlog of 100,000 entries, and new ones at once', async () => {
    server.revoke(names(100_000))
    follow({ silenceBoundSeconds: 20 })
    await until(() => source.isCurrent, 20_000)
    expect([source.entries, source.sequence, isRevoked('token-99999')]).toEqual([100_000, '100000', true])
    await caughtUp()
    server.revoke(['latest'])
    await until(() => isRevoked('latest') === true)
  })

  it('understands a stream that comes byte by byte', async () => {
    server.trickleMs = 1
    server.heartbeatMs = 400
    follow({ silenceBoundSeconds: 5 })
    await caughtUp()
    server.revoke(['slow'], { value: 'slöw ✓' })
    await until(() => isRevoked('slöw ✓') === true)
  })

  it('fails closed when there are more revocations than it may keep, until there is room', async () => {
    follow({ maxEntries: 3 })
    await caughtUp()
    server.revoke(names(4))
    await until(() => !source.isCurrent)
    await expect(isRevoked('any')).rejects.toEqual(unavailable)
    server.list = server.list.slice(3)
    now = () => new Date(Date.now() + 3_700_000)
    server.list = server.list.map((entry) => ({ ...entry, expires_at: entry.expires_at + 7_200 }))
    await caughtUp()
    expect([isRevoked('token-3'), isRevoked('any')]).toEqual([true, false])
  })

  it('leaves nothing behind when it stops, in whatever state', async () => {
    follow()
    await caughtUp()
    await source.onApplicationShutdown()
    await until(() => server.listeners === 0)
    const { streams } = server.asked
    await sleep(300)
    expect(server.asked.streams).toHaveLength(streams.length)
    await server.stop()
    follow()
    await source.onApplicationShutdown()
  })
})
