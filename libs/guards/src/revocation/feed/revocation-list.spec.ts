import { describe, expect, it } from '@jest/globals'
import { REVOCABLE_CLAIMS, type AccessTokenClaims } from '@gatehouse/token-types'
import { isFeedEntry, RevocationList } from './revocation-list.js'

const claims: AccessTokenClaims = {
  iss: 'https://id.example',
  aud: 'https://api.example',
  exp: 2_000,
  iat: 1_000,
  jti: 'token',
  gid: 'grant',
  sid: 'session',
  sub: 'person',
  client_id: 'client',
}
const entry = (change: object = {}) => ({
  ...{ claim: 'jti' as const, value: 'token', revoked_at: 1_000.5, expires_at: 5_000, ...change },
})
const at = (seconds: number) => new Date(seconds * 1000)

describe('RevocationList', () => {
  it.each(REVOCABLE_CLAIMS)('ends a token by its %s, and by no other claim of the same value', (claim) => {
    const list = new RevocationList(10, 0)
    list.add(entry({ claim, value: claims[claim] }))
    expect(list.ends(claims)).toBe(true)
    expect(list.ends({ ...claims, [claim]: 'another' })).toBe(false)
    const crossed = new RevocationList(10, 0)
    for (const other of REVOCABLE_CLAIMS.filter((name) => name !== claim))
      crossed.add(entry({ claim: other, value: claims[claim] }))
    expect(crossed.ends(claims)).toBe(false)
  })

  it('ends tokens that were issued up to its moment and none after it', () => {
    const list = new RevocationList(10, 0)
    list.add(entry({ revoked_at: 1_000 }))
    expect(list.ends(claims)).toBe(true)
    expect(list.ends({ ...claims, iat: 1_000.001 })).toBe(false)
  })

  it('ends whatever a revoked key signed, of any age, and nothing that another key signed', () => {
    const signedBy = (kid: unknown) => `${Buffer.from(JSON.stringify({ kid })).toString('base64url')}.e30.s`
    const list = new RevocationList(10, 0)
    expect(list.endsKeyOf(signedBy('stolen'))).toBe(false)
    list.add(entry({ claim: 'kid', value: 'stolen' }))
    expect(list.endsKeyOf(signedBy('stolen'))).toBe(true)
    for (const token of [signedBy('other'), signedBy(1), 'opaque', ''])
      expect(list.endsKeyOf(token)).toBe(false)
    expect(list.ends({ ...claims, jti: 'stolen', iat: 0 })).toBe(false)
  })

  it('keeps the later moment of two entries about one value, in either order', () => {
    for (const moments of [
      [900, 1_100],
      [1_100, 900],
    ]) {
      const list = new RevocationList(10, 0)
      for (const revoked_at of moments) list.add(entry({ revoked_at }))
      expect(list.ends(claims)).toBe(true)
      expect(list.size).toBe(1)
    }
  })

  it('forgets an entry only when no token that it could end is accepted, clock skew included', () => {
    const list = new RevocationList(10, 30)
    list.add(entry())
    list.sweep(at(5_029), 10)
    expect(list.ends(claims)).toBe(true)
    list.sweep(at(5_030), 10)
    expect([list.ends(claims), list.size]).toEqual([false, 0])
  })

  it('sweeps in steps, across every kind of claim, and misses nothing that is added meanwhile', () => {
    const list = new RevocationList(1_000, 0)
    for (let index = 0; index < 500; index += 1)
      list.add(
        entry({ claim: REVOCABLE_CLAIMS[index % 5], value: `${index}`, expires_at: index % 2 ? 100 : 9_000 }),
      )
    for (let step = 0; step < 60; step += 1) {
      list.sweep(at(1_000), 10)
      list.add(entry({ value: `new ${step}`, expires_at: 9_000 }))
    }
    for (let step = 0; step < 40; step += 1) list.sweep(at(1_000), 10)
    expect(list.size).toBe(250 + 60)
  })

  it('says when it had to leave an entry out, and takes no more', () => {
    const list = new RevocationList(2, 0)
    for (const value of ['one', 'two', 'two']) list.add(entry({ value }))
    expect(list.isFull).toBe(false)
    list.add(entry({ value: 'three' }))
    expect([list.isFull, list.size]).toEqual([true, 2])
  })
})

describe('isFeedEntry', () => {
  const whole = { ...entry(), sequence: '1' }
  it('knows an entry', () => expect(isFeedEntry(whole)).toBe(true))
  it.each([
    ['another claim', { claim: '__proto__' }],
    ['a sequence that is a number', { sequence: 1 }],
    ['a sequence that is no number', { sequence: 'x' }],
    ['no value', { value: undefined }],
    ['a moment as text', { revoked_at: '1' }],
    ['no end', { expires_at: null }],
  ])('refuses %s', (_, change) => {
    expect(isFeedEntry({ ...whole, ...change })).toBe(false)
  })
})
