import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Disturbance } from './authorization-server.fixture.js'
import { send } from './local-server.fixture.js'
import { eventually, Workshop } from './token-client.fixture.js'

const bank = { resource: 'https://bank' }
const mail = { resource: 'https://mail' }
/** The server has rotated, and nobody hears of it. */
const loseAnswer: Disturbance = async (response, issue) => {
  await issue()
  response.destroy()
}
let shop: Workshop

beforeEach(async () => {
  shop = await Workshop.open()
})
afterEach(() => shop.close())

const presented = () => shop.server.tokenRequests.map((form) => form.get('refresh_token'))

describe('refreshes that share one refresh token (RFC 6749 §6, RFC 9700 §4.14.2)', () => {
  it('go one after the other, each with the token of the one before', async () => {
    shop.server.delayMs = 10
    const kept: string[] = []
    const client = shop.refreshing({ onRefreshTokenRotated: (token) => void kept.push(token) })
    const targets = Array.from({ length: 8 }, (_, index) => ({ resource: `https://api-${index}` }))
    const tokens = await Promise.all(targets.map((target) => client.token(target)))
    expect(new Set(tokens).size).toBe(8)
    expect(shop.server.most).toBe(1)
    expect(new Set(presented()).size).toBe(8)
    expect(kept.at(-1)).toBe(shop.server.livingRefreshToken)
  })

  it('get the same answer with the same token when the answer was lost after the rotation', async () => {
    shop.server.disturbances.push(loseAnswer)
    const kept: string[] = []
    const client = shop.refreshing({ onRefreshTokenRotated: (token) => void kept.push(token) })
    const token = await client.token(bank)
    expect(presented()).toEqual(['rt-first', 'rt-first'])
    expect([...shop.server.issued.keys()]).toEqual([token])
    expect(kept).toEqual([shop.server.livingRefreshToken])
  })

  it('ask for the lost answer first, even when the next call is for another API', async () => {
    shop.server.disturbances.push(loseAnswer, loseAnswer)
    const client = shop.refreshing({ tries: 2 })
    await expect(client.token(bank)).rejects.toMatchObject({ code: undefined })
    await expect(client.token(mail)).resolves.toMatch(/^at-/)
    expect(presented().slice(0, 3)).toEqual(['rt-first', 'rt-first', 'rt-first'])
    expect(presented()).toHaveLength(4)
    await expect(client.token(bank)).resolves.toMatch(/^at-/)
  })

  it('do not hold each other up when one is refused', async () => {
    shop.server.disturbances.push((response) => send(response, 400, { error: 'invalid_target' }))
    const client = shop.refreshing()
    const [one, other] = await Promise.allSettled([client.token(bank), client.token(mail)])
    expect(one).toMatchObject({ status: 'rejected', reason: { code: 'invalid_target' } })
    expect(other.status).toBe('fulfilled')
    expect(presented()).toEqual(['rt-first', 'rt-first'])
  })

  it('end with the error of the server when the refresh token is dead', async () => {
    const client = shop.refreshing({ refreshToken: 'rt-unknown' })
    await expect(client.token(bank)).rejects.toMatchObject({ code: 'invalid_grant', status: 400 })
    expect(presented()).toEqual(['rt-unknown'])
  })
})

describe('onRefreshTokenRotated', () => {
  it('is awaited before the new access token is used', async () => {
    let release: () => void = () => undefined
    const gate = new Promise<void>((resolve) => (release = resolve))
    let used = false
    const client = shop.refreshing({ onRefreshTokenRotated: () => gate })
    const call = client.token(bank).then(() => (used = true))
    await eventually(() => shop.count('token') === 1)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(used).toBe(false)
    release()
    await call
    expect(used).toBe(true)
  })

  it('loses neither token when it fails: the next call tells it again and uses them', async () => {
    let isBroken = true
    const kept: string[] = []
    const client = shop.refreshing({
      onRefreshTokenRotated: async (token) => {
        if (isBroken) throw new Error('disk full')
        kept.push(token)
      },
    })
    await expect(client.token(bank)).rejects.toMatchObject({ cause: { message: 'disk full' } })
    await expect(client.token(mail)).rejects.toThrow('onRefreshTokenRotated failed')
    expect(shop.server.tokenRequests).toHaveLength(1)
    isBroken = false
    const token = await client.token(bank)
    expect([...shop.server.issued.keys()]).toEqual([token])
    expect(kept).toEqual([shop.server.livingRefreshToken])
    expect(shop.count('failure')).toBe(2)
  })

  it('leaves the living token in use when it fails during a renewal', async () => {
    let isBroken = false
    const client = shop.refreshing({
      onRefreshTokenRotated: () => {
        if (isBroken) throw new Error('disk full')
      },
    })
    const old = await client.token(bank)
    isBroken = true
    shop.later(80)
    expect(await client.token(bank)).toBe(old)
    await eventually(() => shop.count('failure') === 1)
    expect(await client.token(bank)).toBe(old)
    isBroken = false
    shop.later(6)
    await client.token(bank)
    await eventually(() => shop.server.issued.size === 2)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(await client.token(bank)).not.toBe(old)
    expect(shop.server.tokenRequests).toHaveLength(2)
  })
})
