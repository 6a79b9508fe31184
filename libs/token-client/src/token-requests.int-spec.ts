import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { decodeJwt, decodeProtectedHeader, generateKeyPair } from 'jose'
import { inspect } from 'node:util'
import type { CryptoKeyPair } from 'openid-client'
import { send } from './local-server.fixture.js'
import { Workshop } from './token-client.fixture.js'
import { TokenClient } from './token-client.js'

let shop: Workshop

beforeEach(async () => {
  shop = await Workshop.open()
})
afterEach(() => shop.close())

const lastHeaders = () => shop.server.received.at(-1)?.headers ?? {}

describe('client authentication (RFC 6749 §2.3)', () => {
  it('goes into the header or into the form', async () => {
    await shop.client().token()
    expect(lastHeaders().authorization).toMatch(/^Basic /)
    const authentication = { method: 'client_secret_post', clientSecret: 's3cret' } as const
    await shop.client({ authentication }).token()
    expect(lastHeaders().authorization).toBeUndefined()
    expect(shop.server.tokenRequests.at(-1)?.get('client_secret')).toBe('s3cret')
  })

  it('is a new assertion at each try, for the issuer (RFC 7523 §3)', async () => {
    const { privateKey } = await generateKeyPair('ES256')
    shop.server.disturbances.push((response) => send(response, 500, ''))
    await shop.client({ authentication: { method: 'private_key_jwt', privateKey, kid: 'k1' } }).token()
    const assertions = shop.server.tokenRequests.map((form) => form.get('client_assertion') ?? '')
    expect(decodeProtectedHeader(assertions[0] ?? '')).toMatchObject({ alg: 'ES256', kid: 'k1' })
    expect(decodeJwt(assertions[0] ?? '')).toMatchObject({ iss: 'billing', aud: shop.server.url })
    expect(new Set(assertions.map((assertion) => decodeJwt(assertion).jti)).size).toBe(2)
  })

  it('that is refused is named by its code and not tried again', async () => {
    const authentication = { method: 'client_secret_basic', clientSecret: 'wrong' } as const
    await expect(shop.client({ authentication }).token()).rejects.toMatchObject({
      code: 'invalid_client',
      status: 401,
      message: expect.stringContaining('invalid_client: Who are you?'),
    })
    expect(shop.server.tokenRequests).toHaveLength(1)
  })
})

describe('discovery (RFC 8414)', () => {
  it('is made once', async () => {
    const client = shop.client()
    await Promise.all([client.token({ scope: 'a' }), client.token({ scope: 'b' })])
    await client.token({ scope: 'c' })
    expect(shop.server.received.filter(({ path }) => path.includes('well-known'))).toHaveLength(1)
  })

  it('is made again after it failed', async () => {
    const client = shop.client({ tries: 1, issuer: `${shop.server.url}/nobody` })
    await expect(client.token()).rejects.toThrow()
    await expect(client.token()).rejects.toThrow()
    expect(shop.server.received).toHaveLength(2)
  })

  it('refuses the metadata of another issuer (RFC 8414 §3.3)', async () => {
    const issuer = shop.server.url.replace('127.0.0.1', 'localhost')
    await expect(shop.client({ issuer }).token()).rejects.toThrow('does not match the expected issuer')
    expect(shop.server.tokenRequests).toHaveLength(0)
  })
})

describe('binding to a key (RFC 9449)', () => {
  it('uses one key for the life of the client, and another in the next client', async () => {
    const client = shop.client()
    const tokens = [
      await client.token({ scope: 'a' }),
      await client.token({ scope: 'b' }),
      await shop.client().token(),
    ]
    const keys = tokens.map((token) => shop.server.issued.get(token))
    expect(keys[0]).toMatch(/^[\w-]{43}$/)
    expect(keys[1]).toBe(keys[0])
    expect(keys[2]).not.toBe(keys[0])
  })

  it('takes the nonce of the token endpoint and repeats the request once (RFC 9449 §8)', async () => {
    shop.server.nonce = 'n1'
    const client = shop.client()
    await client.token({ scope: 'a' })
    await client.token({ scope: 'b' })
    const nonces = shop.server.received
      .slice(1)
      .map(({ headers }) => decodeJwt(String(headers['dpop']))['nonce'])
    expect(nonces).toEqual([undefined, 'n1', 'n1'])
    expect(shop.count('retry')).toBe(0)
  })

  it('fails when the server changes its nonce without end', async () => {
    const refuse = (response: Parameters<typeof send>[0]) => send(response, 400, { error: 'use_dpop_nonce' })
    shop.server.disturbances.push(refuse, refuse, refuse)
    await expect(shop.client().token()).rejects.toMatchObject({ code: 'use_dpop_nonce' })
    expect(shop.server.tokenRequests).toHaveLength(2)
  })

  it('makes a key that cannot be taken out of the process', async () => {
    const made: CryptoKeyPair[] = []
    const { subtle } = crypto
    const generateKey = subtle.generateKey.bind(subtle) as (...args: unknown[]) => Promise<CryptoKeyPair>
    const watched = async (...args: unknown[]) => {
      const pair = await generateKey(...args)
      made.push(pair)
      return pair
    }
    Object.defineProperty(subtle, 'generateKey', { value: watched, configurable: true })
    try {
      await shop.client().token()
    } finally {
      Reflect.deleteProperty(subtle, 'generateKey')
    }
    expect(made).toHaveLength(1)
    const { privateKey } = made[0]!
    await expect(subtle.exportKey('jwk', privateKey)).rejects.toThrow('not extractable')
    await expect(subtle.exportKey('pkcs8', privateKey)).rejects.toThrow('not extractable')
  })

  it('uses the key pair that it is given, to go on with a refresh token bound to it (RFC 9449 §5)', async () => {
    const dpop = await generateKeyPair('ES256')
    const tokens = [await shop.client({ dpop }).token(), await shop.client({ dpop }).token()]
    const [first, second] = tokens.map((token) => shop.server.issued.get(token))
    expect(first).toBe(second)
  })

  it('takes no bearer token where one was to be bound, and loses no rotated refresh token over it', async () => {
    shop.server.tokenType = 'Bearer'
    await expect(shop.client().token()).rejects.toThrow('set dpop: false to take bearer tokens')
    const kept: string[] = []
    const client = shop.refreshing({ onRefreshTokenRotated: (token) => void kept.push(token) })
    await expect(client.token()).rejects.toThrow('not dpop')
    shop.server.tokenType = undefined
    await client.token()
    expect(kept.at(-1)).toBe(shop.server.livingRefreshToken)
  })

  it('sends no proof when it is off', async () => {
    await shop.client({ dpop: false }).token()
    expect(lastHeaders()['dpop']).toBeUndefined()
  })
})

describe('answers of the token endpoint', () => {
  it('without a lifetime are taken for a minute (RFC 6749 §5.1)', async () => {
    shop.server.lifetimeSeconds = undefined
    const client = shop.client()
    const old = await client.token()
    shop.later(57)
    expect(await client.token()).toBe(old)
    shop.later(2)
    expect(await client.token()).not.toBe(old)
  })

  it.each([
    ['no access token', { token_type: 'DPoP' }],
    ['an unknown type', { access_token: 'at-x', token_type: 'mac' }],
    ['a token that no header can carry', { access_token: 'at-x\r\nx: y', token_type: 'DPoP' }],
  ])('with %s are refused', async (_, body) => {
    shop.server.disturbances.push((response) => send(response, 200, body))
    const error = await shop
      .client()
      .token()
      .catch((reason: unknown) => reason)
    expect(error).toMatchObject({ name: 'TokenRequestFailed' })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('at-x')
    expect(shop.server.tokenRequests).toHaveLength(1)
  })
})

describe('secrecy', () => {
  it('no token and no secret is in an event, in an error, or in what is shown of the client', async () => {
    const client = shop.refreshing({
      authentication: { method: 'client_secret_post', clientSecret: 's3cret' },
    })
    const token = await client.token()
    shop.later(80)
    shop.server.disturbances.push(
      (response) => send(response, 500, ''),
      (response) => void response.destroy(),
    )
    await client.fetch(`${shop.bank.url}/accounts`)
    shop.later(100)
    shop.server.disturbances.push((response) => send(response, 400, { error: 'invalid_grant' }))
    const error = await client.token().catch((reason: unknown) => reason)
    const shown = [
      inspect(client, { depth: 20, showHidden: true }),
      inspect(error, { depth: 20, showHidden: true }),
      inspect(shop.reports, { depth: 20, showHidden: true }),
      JSON.stringify([client, error, shop.reports]),
      String(error),
    ].join('\n')
    const secrets = [token, 's3cret', ...shop.server.refreshTokens.keys(), ...shop.server.issued.keys()]
    expect(secrets.filter((secret) => shown.includes(secret))).toEqual([])
    expect(client).toBeInstanceOf(TokenClient)
  })
})
