import { describe, expect, it } from '@jest/globals'
import { heldToken } from './held-token.js'

const begin = new Date('2026-01-01T12:00:00Z')
const after = (ms: number) => begin.getTime() + ms
const held = (expiresInSeconds: number, jitter = 0, random = 0) =>
  heldToken('at', expiresInSeconds, begin, { refreshAt: 0.75, jitter, random: () => random })

describe('heldToken (RFC 6749 §5.1, expires_in)', () => {
  it('is renewed at three quarters of its life', () => {
    expect(held(900).renewAt).toBe(after(675_000))
  })

  it('is renewed earlier by chance, and never later', () => {
    expect(held(900, 0.05, 0.5).renewAt).toBe(after(652_500))
    expect(held(900, 0.05, 0.999).renewAt).toBeGreaterThan(after(630_000))
  })

  it('is not used in its last two seconds', () => {
    expect(held(900).endsAt).toBe(after(898_000))
  })

  it('is used for half of a very short life, and not beyond', () => {
    expect(held(3).endsAt).toBe(after(1_500))
    expect(held(0).endsAt).toBe(after(0))
  })
})
