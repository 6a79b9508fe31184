import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { decodeJwt } from 'jose'
import { send } from './local-server.fixture.js'
import { Workshop } from './token-client.fixture.js'

let shop: Workshop
let accounts: string

beforeEach(async () => {
  shop = await Workshop.open()
  accounts = `${shop.bank.url}/accounts`
})
afterEach(() => shop.close())

const sent = () => shop.bank.received.at(-1)!

describe('fetch with a token', () => {
  it('brings the token and a proof of its key (RFC 9449 §7.1)', async () => {
    const response = await shop.client().fetch(accounts)
    expect(response.status).toBe(200)
    expect(sent().headers.authorization).toMatch(/^DPoP at-/)
    expect(decodeJwt(String(sent().headers['dpop']))).toMatchObject({ htm: 'GET', htu: accounts })
  })

  it('brings a bearer token with DPoP off (RFC 6750 §2.1)', async () => {
    await shop.client({ dpop: false }).fetch(accounts)
    expect(sent().headers.authorization).toMatch(/^Bearer at-/)
    expect(sent().headers['dpop']).toBeUndefined()
  })

  it('makes a new proof for each call', async () => {
    const client = shop.client()
    await Promise.all([client.fetch(accounts), client.fetch(accounts), client.fetch(accounts)])
    const ids = shop.bank.received.map(({ headers }) => decodeJwt(String(headers['dpop'])).jti)
    expect(new Set(ids).size).toBe(3)
  })

  it('keeps method, query, headers and body', async () => {
    const init = {
      method: 'PATCH',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json', 'x-a': '1' },
    }
    const response = await shop.client().fetch(new URL(`${accounts}?page=2`), init)
    expect(await response.json()).toEqual({ method: 'PATCH', path: '/accounts?page=2', body: '{"a":1}' })
    expect(sent().headers).toMatchObject({ 'content-type': 'application/json', 'x-a': '1' })
    expect(response.url).toBe(`${accounts}?page=2`)
  })

  it('takes a Request, and a form with the type that belongs to it', async () => {
    await shop.client().fetch(new Request(accounts, { method: 'POST', body: 'x', headers: { 'x-a': '1' } }))
    expect(sent()).toMatchObject({ method: 'POST', body: 'x', headers: { 'x-a': '1' } })
    const form = new FormData()
    form.set('name', 'value')
    await shop.client().fetch(accounts, { method: 'POST', body: form })
    expect(sent().headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
  })

  it('replaces credentials that the caller put in', async () => {
    const headers = { authorization: 'Bearer of-somebody', dpop: 'of-somebody' }
    await shop.client({ dpop: false }).fetch(accounts, { headers })
    expect(sent().headers.authorization).toMatch(/^Bearer at-/)
    expect(sent().headers['dpop']).toBeUndefined()
  })

  it('hands a redirect back and follows it nowhere', async () => {
    const response = await shop.client().fetch(`${shop.bank.url}/moved`)
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toBe('/accounts')
    expect(shop.bank.received).toHaveLength(1)
    await expect(shop.client().fetch(`${shop.bank.url}/moved`, { redirect: 'error' })).rejects.toThrow(
      'fetch failed',
    )
  })

  it('sends no token to another machine in the clear, and asks for none', async () => {
    await expect(shop.client().fetch('http://bank.example.com/')).rejects.toThrow('to https only')
    expect(shop.server.received).toHaveLength(0)
  })

  it('does not time out what the caller did not limit', async () => {
    const response = await shop.client({ timeoutSeconds: 1 }).fetch(`${shop.bank.url}/slow`)
    expect(response.status).toBe(200)
  })
})

describe('abort', () => {
  it('before the call sends nothing', async () => {
    await expect(shop.client().fetch(accounts, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    })
    expect(shop.server.received).toHaveLength(0)
  })

  it('ends the wait for a token with its reason; the token is there for the next call', async () => {
    const controller = new AbortController()
    const client = shop.client()
    shop.server.delayMs = 100
    const call = client.fetch(accounts, { signal: controller.signal })
    setTimeout(() => controller.abort(new Error('enough')), 20)
    await expect(call).rejects.toThrow('enough')
    expect(shop.bank.received).toHaveLength(0)
    await client.fetch(accounts)
    expect(shop.server.tokenRequests).toHaveLength(1)
  })

  it('ends the call to the API as fetch ends it', async () => {
    const controller = new AbortController()
    const call = shop.client().fetch(`${shop.bank.url}/slow`, { signal: controller.signal })
    setTimeout(() => controller.abort(), 100)
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('is not what a failing network looks like', async () => {
    const { url } = shop.bank
    await shop.bank.stop()
    await expect(shop.client().fetch(url)).rejects.toMatchObject({
      name: 'TypeError',
      message: 'fetch failed',
    })
    shop.bank.stop = async () => undefined
  })
})

describe('401 (RFC 6750 §3.1)', () => {
  it('replaces the token once and calls again with the same body', async () => {
    const client = shop.client()
    const old = await client.token()
    shop.bank.revoked = new Set([old])
    const response = await client.fetch(accounts, { method: 'POST', body: 'x' })
    expect(await response.json()).toMatchObject({ body: 'x' })
    expect(shop.bank.received.map(({ body }) => body)).toEqual(['x', 'x'])
    expect(await client.token()).not.toBe(old)
    expect(shop.reports.map(([event]) => event)).toEqual(['token', 'refused', 'token'])
  })

  it('hands back the second refusal, and does not hammer the server while the API refuses all', async () => {
    shop.bank.revoked = true
    const client = shop.client()
    expect((await client.fetch(accounts)).status).toBe(401)
    expect(shop.bank.received).toHaveLength(2)
    for (let calls = 0; calls < 5; calls += 1) expect((await client.fetch(accounts)).status).toBe(401)
    expect(shop.server.tokenRequests).toHaveLength(2)
    expect(shop.bank.received).toHaveLength(7)
    shop.bank.revoked = new Set()
    expect((await client.fetch(accounts)).status).toBe(200)
  })

  it('gets one new token for a hundred refused calls', async () => {
    const client = shop.client()
    shop.bank.revoked = new Set([await client.token()])
    const calls = Array.from({ length: 100 }, () => client.fetch(accounts))
    const statuses = (await Promise.all(calls)).map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(shop.server.tokenRequests).toHaveLength(2)
  })

  it('without a challenge replaces the token as well', async () => {
    shop.bank.reason = undefined
    const client = shop.client()
    shop.bank.revoked = new Set([await client.token()])
    expect((await client.fetch(accounts)).status).toBe(200)
  })

  it.each(['insufficient_user_authentication', 'invalid_dpop_proof', 'invalid_request'])(
    'for %s is handed back: another token would not help (RFC 9470 §3)',
    async (reason) => {
      shop.bank.reason = reason
      shop.bank.revoked = true
      const response = await shop.client().fetch(accounts)
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toContain(reason)
      expect(shop.bank.received).toHaveLength(1)
    },
  )

  it('sends a stream once, and hands the refusal back; the next call has a new token', async () => {
    const client = shop.client()
    const old = await client.token()
    shop.bank.revoked = new Set([old])
    const stream = () => ({ method: 'POST', body: new Blob(['x']).stream(), duplex: 'half' as const })
    expect((await client.fetch(accounts, stream())).status).toBe(401)
    expect(shop.bank.received).toHaveLength(1)
    expect((await client.fetch(accounts, stream())).status).toBe(200)
    expect(sent().body).toBe('x')
  })

  it('fails with the error of the token request when there is no other token', async () => {
    const client = shop.client()
    shop.bank.revoked = new Set([await client.token()])
    shop.server.disturbances.push((response) => send(response, 400, { error: 'unauthorized_client' }))
    await expect(client.fetch(accounts)).rejects.toMatchObject({ code: 'unauthorized_client' })
  })
})

describe('use_dpop_nonce of an API (RFC 9449 §9)', () => {
  it('is answered once per nonce, with the same token and body', async () => {
    shop.bank.nonce = 'n1'
    const client = shop.client()
    expect((await client.fetch(accounts, { method: 'POST', body: 'x' })).status).toBe(200)
    await client.fetch(accounts)
    expect(shop.bank.received.map(({ body }) => body)).toEqual(['x', 'x', ''])
    expect(shop.server.tokenRequests).toHaveLength(1)
  })

  it('hands the challenge back when the body was a stream; the next call knows the nonce', async () => {
    shop.bank.nonce = 'n1'
    const client = shop.client()
    const stream = () => ({ method: 'POST', body: new Blob(['x']).stream(), duplex: 'half' as const })
    const refused = await client.fetch(accounts, stream())
    expect(refused.status).toBe(401)
    expect(refused.headers.get('www-authenticate')).toContain('use_dpop_nonce')
    expect(shop.bank.received).toHaveLength(1)
    expect((await client.fetch(accounts, stream())).status).toBe(200)
  })
})
