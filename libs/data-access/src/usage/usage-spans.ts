const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Units in which usage is kept. */
type UsageUnit = 'hour' | 'day'

/** Hours or days in a row, as the tables hold them. */
export interface UsagePiece {
  unit: UsageUnit
  from: Date
  /** Not of the piece any more. */
  to: Date
}

/** A span of time, cut into buckets of one length. */
export interface UsageWindow {
  from: Date
  /** Where the last bucket ends. */
  to: Date
  bucketMs: number
  /** The span before, up to the hour that is as far in it as now is in this one. */
  previous: { from: Date; to: Date }
}

/**
 * The last buckets up to the one that now is in. Hours that are over for less than a half do not count in the span before,
 * so that an hour which has only begun is not held against a whole one.
 *
 * @param bucketMs a multiple of an hour that a day is a multiple of
 */
export function usageWindow(buckets: number, bucketMs: number, now: Date): UsageWindow {
  const to = (Math.floor(now.getTime() / bucketMs) + 1) * bucketMs
  const lengthMs = buckets * bucketMs
  const reached = Math.round(now.getTime() / HOUR_MS) * HOUR_MS
  return {
    from: new Date(to - lengthMs),
    to: new Date(to),
    bucketMs,
    previous: { from: new Date(to - 2 * lengthMs), to: new Date(reached - lengthMs) },
  }
}

/** The fewest rows that make up a span which begins and ends with an hour: whole days as days, the rest as hours. */
export function usagePieces(from: Date, to: Date): UsagePiece[] {
  const firstDay = Math.ceil(from.getTime() / DAY_MS) * DAY_MS
  const lastDay = Math.floor(to.getTime() / DAY_MS) * DAY_MS
  if (firstDay >= lastDay) return [{ unit: 'hour', from, to }]
  const pieces: UsagePiece[] = [
    { unit: 'hour', from, to: new Date(firstDay) },
    { unit: 'day', from: new Date(firstDay), to: new Date(lastDay) },
    { unit: 'hour', from: new Date(lastDay), to },
  ]
  return pieces.filter((piece) => piece.from < piece.to)
}

/** The rows that show each bucket on its own. */
export function bucketPieces({ from, to, bucketMs }: UsageWindow): UsagePiece[] {
  return [{ unit: bucketMs % DAY_MS === 0 ? 'day' : 'hour', from, to }]
}

/** Which bucket a moment is in. */
export const bucketOf = ({ from, bucketMs }: UsageWindow, moment: Date): number =>
  Math.floor((moment.getTime() - from.getTime()) / bucketMs)

/** How many buckets there are. */
export const bucketCount = ({ from, to, bucketMs }: UsageWindow): number =>
  (to.getTime() - from.getTime()) / bucketMs
