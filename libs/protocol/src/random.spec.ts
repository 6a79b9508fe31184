import { describe, expect, it } from '@jest/globals'
import { drawnBytes, newSecret } from './random.js'

describe('drawnBytes', () => {
  it('never gives the same bytes twice, beyond what is drawn at once, and never what was wiped', () => {
    const drawn = Array.from({ length: 3_000 }, () => drawnBytes(12).toString('hex'))
    expect(new Set(drawn).size).toBe(drawn.length)
    expect(drawn).not.toContain('00'.repeat(12))
  })

  it('gives as many as were asked for, whatever is left of what was drawn', () => {
    for (const length of [1, 8_192, 5_000, 5_000, 0, 3_191]) expect(drawnBytes(length)).toHaveLength(length)
    expect(() => drawnBytes(8_193)).toThrow(RangeError)
  })

  it('gives bytes that nobody else writes to', () => {
    const bytes = drawnBytes(32)
    const before = bytes.toString('hex')
    for (let count = 0; count < 600; count += 1) drawnBytes(32)
    expect(bytes.toString('hex')).toBe(before)
  })

  it('spreads evenly over all values', () => {
    const counts = new Array<number>(256).fill(0)
    for (let round = 0; round < 100; round += 1)
      for (const byte of drawnBytes(2_560)) counts[byte] = (counts[byte] ?? 0) + 1
    // 1,000 of each expected; six standard deviations.
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(190)
  })
})

describe('newSecret (RFC 6749 §10.10)', () => {
  it('has 256 bits, written as base64url', () => {
    expect(newSecret()).toMatch(/^[\w-]{43}$/u)
    expect(newSecret()).not.toBe(newSecret())
  })
})
