import { describe, expect, it } from '@jest/globals'
import { bucketCount, bucketOf, usagePieces, usageWindow } from './usage-spans.js'

const HOUR_MS = 3_600_000
const at = (text: string) => new Date(`2026-03-${text}Z`)

describe('a window of usage', () => {
  it('ends with the bucket that now is in', () => {
    const window = usageWindow(24, HOUR_MS, at('10T15:20:00'))
    expect([window.from, window.to]).toStrictEqual([at('09T16:00:00'), at('10T16:00:00')])
    expect(bucketCount(window)).toBe(24)
    expect(bucketOf(window, at('10T15:59:59.999'))).toBe(23)
    expect(bucketOf(window, at('09T16:00:00'))).toBe(0)
  })

  it('is compared with as much of the span before as has passed of this one', () => {
    const week = 7 * 24
    expect(usageWindow(28, 6 * HOUR_MS, at('10T15:20:00')).previous).toStrictEqual({
      from: new Date(at('10T18:00:00').getTime() - 2 * week * HOUR_MS),
      to: at('03T15:00:00'),
    })
    expect(usageWindow(28, 6 * HOUR_MS, at('10T15:40:00')).previous.to).toStrictEqual(at('03T16:00:00'))
  })
})

describe('the pieces of a span', () => {
  it('are days where whole days are in it, and hours at its ends', () => {
    expect(usagePieces(at('08T22:00:00'), at('11T03:00:00'))).toStrictEqual([
      { unit: 'hour', from: at('08T22:00:00'), to: at('09T00:00:00') },
      { unit: 'day', from: at('09T00:00:00'), to: at('11T00:00:00') },
      { unit: 'hour', from: at('11T00:00:00'), to: at('11T03:00:00') },
    ])
  })

  it('leave nothing out and hold nothing twice', () => {
    for (const [from, to] of [
      ['08T22:00:00', '09T03:00:00'],
      ['08T00:00:00', '09T00:00:00'],
      ['08T05:00:00', '08T07:00:00'],
      ['08T00:00:00', '19T17:00:00'],
    ] as const) {
      const pieces = usagePieces(at(from), at(to))
      expect(pieces[0]?.from).toStrictEqual(at(from))
      expect(pieces.at(-1)?.to).toStrictEqual(at(to))
      for (const [index, piece] of pieces.entries()) {
        if (index > 0) expect(piece.from).toStrictEqual(pieces[index - 1]?.to)
      }
    }
  })
})
