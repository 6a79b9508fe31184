import { describe, expect, it } from '@jest/globals'
import { FakeClock } from '@gatehouse/testing'
import { someSettings } from '../records.fixture.js'
import { DpopNonces } from './dpop-nonces.js'

const SECRET = 'a-secret-that-every-server-of-the-issuer-has'
const noncesOf = (change: Record<string, string> = {}) =>
  new DpopNonces(
    someSettings({ GATEHOUSE_DPOP_NONCE: 'required', GATEHOUSE_COOKIE_SECRET: SECRET, ...change }),
  )

describe('DpopNonces (RFC 9449 §8)', () => {
  it('wants none unless the setting says so', () => {
    const nonces = noncesOf({ GATEHOUSE_DPOP_NONCE: 'off' })
    expect([nonces.current(new Date(0)), nonces.accepted(new Date(0))]).toEqual([undefined, undefined])
  })

  it('gives out one that is accepted for at least three and at most nine minutes', () => {
    const nonces = noncesOf()
    const clock = new FakeClock()
    const given = nonces.current(clock.now()) ?? ''
    const isAccepted = () => nonces.accepted(clock.now())?.includes(given)
    clock.advance(180)
    expect(isAccepted()).toBe(true)
    clock.advance(360)
    expect(isAccepted()).toBe(false)
    expect(nonces.current(clock.now())).not.toBe(given)
  })

  it('accepts the next one, which a server whose clock is ahead gives out', () => {
    const nonces = noncesOf()
    const clock = new FakeClock()
    const now = clock.now()
    clock.advance(180)
    expect(noncesOf().accepted(now)).toContain(nonces.current(clock.now()))
  })

  it('is the same at every server of the issuer, and another under another secret', () => {
    const now = new FakeClock().now()
    expect(noncesOf().current(now)).toBe(noncesOf().current(now))
    const other = noncesOf({ GATEHOUSE_COOKIE_SECRET: `${SECRET}-not` })
    expect(noncesOf().accepted(now)).not.toContain(other.current(now))
  })
})
