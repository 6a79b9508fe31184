import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { send } from './local-server.fixture.js'
import { eventually, Workshop } from './token-client.fixture.js'

const bank = { resource: 'https://bank', scope: 'accounts:read' }
const mail = { resource: 'https://mail' }
let shop: Workshop

beforeEach(async () => {
  shop = await Workshop.open()
})
afterEach(() => shop.close())

describe('one request at a time for each target', () => {
  it('makes one of a hundred calls at once, and none while the token lives', async () => {
    const client = shop.client()
    shop.server.delayMs = 20
    const tokens = await Promise.all(Array.from({ length: 100 }, () => client.token(bank)))
    expect(new Set(tokens).size).toBe(1)
    expect(await client.token({ ...bank, scope: ' accounts:read' })).toBe(tokens[0])
    expect(shop.server.tokenRequests).toHaveLength(1)
    expect(shop.server.tokenRequests[0]?.toString()).toBe(
      'resource=https%3A%2F%2Fbank&scope=accounts%3Aread&grant_type=client_credentials',
    )
  })

  it('asks for other targets side by side', async () => {
    const client = shop.client()
    shop.server.delayMs = 50
    const [one, other] = await Promise.all([client.token(bank), client.token(mail)])
    expect(one).not.toBe(other)
    expect(shop.server.most).toBe(2)
  })

  it('fails a hundred calls with one request, and asks again at the next', async () => {
    const client = shop.client({ tries: 1 })
    shop.server.disturbances.push((response) => send(response, 500, 'broken'))
    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => client.token(bank)))
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true)
    expect(shop.server.tokenRequests).toHaveLength(1)
    await expect(client.token(bank)).resolves.toMatch(/^at-/)
  })
})

describe('renewal before the end', () => {
  it('begins at 75 % of the life, while the old token is served', async () => {
    const client = shop.client()
    const old = await client.token(bank)
    shop.later(74)
    expect(await client.token(bank)).toBe(old)
    expect(shop.server.tokenRequests).toHaveLength(1)
    shop.later(2)
    shop.server.delayMs = 40
    const served = await Promise.all(Array.from({ length: 20 }, () => client.token(bank)))
    expect(new Set(served)).toEqual(new Set([old]))
    await eventually(() => shop.count('token') === 2)
    expect(await client.token(bank)).not.toBe(old)
    expect(shop.server.tokenRequests).toHaveLength(2)
  })

  it('comes earlier by chance, so that many processes do not renew at once', async () => {
    const client = shop.client({ random: () => 0.999, jitter: 0.2 })
    const old = await client.token(bank)
    shop.later(56)
    expect(await client.token(bank)).toBe(old)
    await eventually(() => shop.count('token') === 2)
  })

  it('keeps the living token when it fails, and pauses before it tries again', async () => {
    const client = shop.client({ tries: 1 })
    const old = await client.token(bank)
    shop.later(80)
    shop.server.disturbances.push((response) => send(response, 503, 'away'))
    expect(await client.token(bank)).toBe(old)
    await eventually(() => shop.count('failure') === 1)
    for (let calls = 0; calls < 10; calls += 1) expect(await client.token(bank)).toBe(old)
    expect(shop.server.tokenRequests).toHaveLength(2)
    shop.later(6)
    expect(await client.token(bank)).toBe(old)
    await eventually(() => shop.count('token') === 2)
  })

  it('does not serve a token that has ended, whatever became of its renewal', async () => {
    const client = shop.client({ tries: 1 })
    const old = await client.token(bank)
    shop.later(99)
    shop.server.disturbances.push((response) => send(response, 400, { error: 'unauthorized_client' }))
    await expect(client.token(bank)).rejects.toMatchObject({ code: 'unauthorized_client', status: 400 })
    expect(await client.token(bank)).not.toBe(old)
  })

  it('leaves no timer that keeps the process alive', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const client = shop.client({ random: () => 1 })
    await client.token(bank)
    const before = timers()
    shop.later(80)
    shop.server.disturbances.push((response) => void response.destroy())
    await client.token(bank)
    await eventually(() => shop.count('retry') === 1)
    // The renewal behind the scenes pauses now; only the test itself waits.
    expect(timers()).toBeLessThanOrEqual(before)
    await eventually(() => shop.count('token') === 2)
  })
})

describe('tries', () => {
  it.each([429, 500, 503])('asks again after status %s', async (status) => {
    shop.server.disturbances.push((response) => send(response, status, { error: 'slow down' }))
    await expect(shop.client().token(bank)).resolves.toMatch(/^at-/)
    expect(shop.reports.map(([event]) => event)).toEqual(['retry', 'token'])
  })

  it('waits as long as the server says (RFC 9110 §10.2.3)', async () => {
    shop.server.disturbances.push((response) => send(response, 503, '', { 'retry-after': '1' }))
    const begin = Date.now()
    await shop.client().token(bank)
    expect(Date.now() - begin).toBeGreaterThanOrEqual(990)
  })

  it('does not wait for a server that wants minutes', async () => {
    shop.server.disturbances.push((response) => send(response, 503, '', { 'retry-after': '120' }))
    await expect(shop.client().token(bank)).rejects.toMatchObject({ status: 503 })
  })

  it.each([400, 401, 403])('takes status %s as final', async (status) => {
    shop.server.disturbances.push((response) => send(response, status, { error: 'invalid_scope' }))
    await expect(shop.client().token(bank)).rejects.toMatchObject({ code: 'invalid_scope', status })
    expect(shop.server.tokenRequests).toHaveLength(1)
    expect(shop.reports.map(([event]) => event)).toEqual(['failure'])
  })

  it('asks again when the connection breaks before, after and amid the answer', async () => {
    shop.server.disturbances.push(
      (response) => void response.destroy(),
      async (response, issue) => void (await issue(), response.destroy()),
      async (response, issue) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '900' })
        response.write(JSON.stringify(await issue()).slice(0, 20))
        setTimeout(() => response.destroy(), 10)
      },
    )
    await expect(shop.client().token(bank)).resolves.toMatch(/^at-/)
    expect(shop.count('retry')).toBe(3)
  })

  it('asks again when no answer comes in time', async () => {
    shop.server.disturbances.push(() => new Promise((resolve) => setTimeout(resolve, 1_500)))
    await expect(shop.client({ timeoutSeconds: 1 }).token(bank)).resolves.toMatch(/^at-/)
    expect(shop.count('retry')).toBe(1)
  })

  it('gives up after the last one and says why', async () => {
    await shop.server.stop()
    const failed = shop.client({ tries: 2 }).token(bank)
    await expect(failed).rejects.toThrow(
      /^No access token from http:\/\/127\.0\.0\.1:\d+: not reached: ECONNREFUSED$/,
    )
    await expect(failed).rejects.toMatchObject({
      name: 'TokenRequestFailed',
      code: undefined,
      status: undefined,
    })
    expect(shop.reports.map(([event]) => event)).toEqual(['retry', 'failure'])
    shop.server.stop = async () => undefined
  })
})

describe('events', () => {
  it('do not break a call when a listener throws', async () => {
    const client = shop.client()
    client.on('token', () => {
      throw new Error('the metrics are down')
    })
    await expect(client.token(bank)).resolves.toMatch(/^at-/)
    expect(shop.server.tokenRequests).toHaveLength(1)
    expect(shop.count('retry')).toBe(0)
  })

  it('tell how long it took and how many tries', async () => {
    await shop.client().token(bank)
    expect(shop.reports).toEqual([
      ['token', { target: 'https://bank accounts:read', expiresInSeconds: 100, durationMs: 0, tries: 1 }],
    ])
  })
})
