import { usageWindow, type UsageWindow } from '@gatehouse/data-access'
import {
  OVERVIEW_PARTS,
  USAGE_RANGES,
  type AdminUsageSpan,
  type OverviewPart,
  type UsageRange,
} from '@gatehouse/token-types'
import { BadValue } from '../../registration/refusals.js'
import { TextField } from '../route/fields.js'

const HOUR_MS = 3_600_000
const BUCKETS: Readonly<Record<UsageRange, { count: number; hours: number }>> = {
  '24h': { count: 24, hours: 1 },
  '7d': { count: 28, hours: 6 },
  '30d': { count: 30, hours: 24 },
}

/** Over which span. */
export class UsageQuery {
  @TextField({ description: 'The last day, by default, week or month', oneOf: USAGE_RANGES, optional: true })
  range?: UsageRange
}

/** Over which span, and what. */
export class OverviewQuery extends UsageQuery {
  @TextField({
    description: `Parts separated by commas, of ${OVERVIEW_PARTS.join(', ')}; all by default`,
    read: partsOf,
    example: 'figures,health',
    optional: true,
  })
  parts?: string
}

/** The parts that the text names. @throws BadValue where one is unknown */
export function partsOf(text: string): Set<OverviewPart> {
  const isPart = (name: string): name is OverviewPart => OVERVIEW_PARTS.includes(name as OverviewPart)
  const names = text.split(',')
  if (!names.every(isPart)) throw new BadValue(`must be some of ${OVERVIEW_PARTS.join(', ')}`)
  return new Set(names)
}

/** The window that a range is now. */
export function windowOf(range: UsageRange, now: Date): UsageWindow {
  const { count, hours } = BUCKETS[range]
  return usageWindow(count, hours * HOUR_MS, now)
}

/** What figures of the window are about, as it is shown. */
export function spanView(
  range: UsageRange,
  window: UsageWindow,
  countedUntil: Date | undefined,
): AdminUsageSpan {
  return {
    range,
    from: window.from.toISOString(),
    to: window.to.toISOString(),
    bucket_seconds: window.bucketMs / 1000,
    counted_until: countedUntil?.toISOString() ?? null,
  }
}
