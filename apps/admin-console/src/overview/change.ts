import type { AdminFigure } from '@gatehouse/token-types'

/** How a figure stands to that of the span before; `new` where there was nothing. */
export interface Change {
  readonly way: 'more' | 'less' | 'same' | 'new'
  /** By how much of what it was; 0 where nothing can be said. */
  readonly share: number
}

/** Compares a figure with the one before. */
export function changeOf({ value, previous }: Pick<AdminFigure, 'value' | 'previous'>): Change {
  if (value === previous) return { way: 'same', share: 0 }
  if (previous === 0) return { way: 'new', share: 0 }
  return { way: value > previous ? 'more' : 'less', share: Math.abs(value - previous) / previous }
}
