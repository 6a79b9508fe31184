import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { FakeClock, testKey } from '@gatehouse/testing'
import { clientRecord, refusalOf, someSettings } from '../records.fixture.js'
import { ClientKeys } from './client-keys.js'

const ONE = testKey('ES256', 'one')
const TWO = testKey('ES256', 'two')
const of = (kid: string) => ({ alg: 'ES256', kid })

let server: Server
let published: { keys: object[] }
let fetches: number
let isDown = false
let clock: FakeClock
let keys: ClientKeys
let uri: string

beforeAll(async () => {
  server = createServer((_, response) => {
    fetches += 1
    response.statusCode = isDown ? 503 : 200
    response.end(JSON.stringify(published))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(() => new Promise((done) => server.close(done)))
beforeEach(() => {
  published = { keys: [ONE.publicJwk] }
  fetches = 0
  clock = new FakeClock()
  keys = new ClientKeys(someSettings(), clock)
})

const remote = () => clientRecord({ jwksUri: uri })
const find = (kid: string, client = remote()) => refusalOf(() => keys.find(client, of(kid)))

describe('keys registered by value (OIDC Registration §2 jwks)', () => {
  const client = clientRecord({ jwks: { keys: [ONE.publicJwk, TWO.publicJwk] } as never })

  it('are found by kid among the client’s own', async () => {
    expect(await find('two', client)).toBe('passed')
    expect(await find('three', client)).toBe('invalid_client client_keys.no_match')
  })

  it('never answer for another key type, and not without kid where several fit (RFC 7515 §4.1.4)', async () => {
    const wrong = () => keys.find(client, { alg: 'RS256', kid: 'one' })
    expect(await refusalOf(wrong)).toBe('invalid_client client_keys.no_match')
    expect(await refusalOf(() => keys.find(client, { alg: 'ES256' }))).toBe(
      'invalid_client client_keys.no_match',
    )
  })

  it('never take a symmetric key: HS256 has none (RFC 8725 §2.1)', async () => {
    const symmetric = clientRecord({ jwks: { keys: [{ kty: 'oct', k: 'c2VjcmV0', kid: 'one' }] } as never })
    const ask = () => keys.find(symmetric, { alg: 'HS256', kid: 'one' })
    expect(await refusalOf(ask)).toBe('invalid_client client_keys.no_match')
  })

  it('are none for a client that registered none', async () => {
    expect(await find('one', clientRecord())).toBe('invalid_client client_keys.none')
  })
})

describe('keys at jwks_uri (OIDC Core §10.1.1)', () => {
  it('are fetched once for ten minutes, however many ask at once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => find('one')))
    expect(fetches).toBe(1)
    clock.advance(599)
    await find('one')
    expect(fetches).toBe(1)
    clock.advance(1)
    await find('one')
    expect(fetches).toBe(2)
  })

  it('are fetched anew for an unknown kid, but not more often than each 30 seconds', async () => {
    await find('one')
    published = { keys: [TWO.publicJwk] }
    clock.advance(29)
    expect(await find('two')).toBe('invalid_client client_keys.no_match')
    clock.advance(1)
    expect(await find('two')).toBe('passed')
    expect(await find('one')).toBe('invalid_client client_keys.no_match')
    expect(fetches).toBe(2)
  })

  it('of one client never answer for another (RFC 7523 §3 point 9)', async () => {
    await find('one')
    const other = clientRecord({ clientId: 'other', jwks: { keys: [TWO.publicJwk] } as never })
    expect(await find('one', other)).toBe('invalid_client client_keys.no_match')
  })

  it('that cannot be fetched refuse the client, and no other', async () => {
    const lost = clientRecord({ jwksUri: 'http://127.0.0.1:1/' })
    expect(await find('one', lost)).toBe('invalid_client client_keys.unreachable')
    expect(await find('one', clientRecord({ jwksUri: uri }))).toBe('passed')
  })

  it('that failed are asked for again after two seconds: requests are no hammer for somebody else’s server', async () => {
    isDown = true
    for (let tries = 0; tries < 5; tries += 1) {
      expect(await find('one')).toBe('invalid_client client_keys.unreachable')
    }
    expect(fetches).toBe(1)
    isDown = false
    clock.advance(2)
    expect(await find('one')).toBe('passed')
  })
})
