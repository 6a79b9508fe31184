'use client'

import { useFormatter } from 'next-intl'

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

/** Writes seconds in the largest units that hold them exactly, such as "1 hour, 30 minutes". */
export function useDuration(): (seconds: number) => string {
  const format = useFormatter()
  return (seconds) => {
    const parts = partsOf(seconds)
    const texts = parts.map(({ unit, count }) =>
      format.number(count, { style: 'unit', unit, unitDisplay: 'long' }),
    )
    return format.list(texts, { type: 'unit' })
  }
}

/** How many of each unit; of nothing, no seconds. */
export function partsOf(seconds: number): { readonly unit: string; readonly count: number }[] {
  let rest = seconds
  const parts = UNITS.map(([unit, size]) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return { unit, count }
  }).filter(({ count }) => count > 0)
  return parts.length === 0 ? [{ unit: 'second', count: 0 }] : parts
}
