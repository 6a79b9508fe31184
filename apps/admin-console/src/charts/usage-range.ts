import { USAGE_RANGES, type UsageRange } from '@gatehouse/token-types'
import type { SearchParameters } from '../list/list-state'

/** The range that the address names; the last week where it names none. */
export function readRange(parameters: SearchParameters): UsageRange {
  const named = parameters['range']
  return USAGE_RANGES.find((range) => range === named) ?? '7d'
}

/** The address of a page for a range. */
export const rangeHref = (path: string, range: UsageRange): string =>
  range === '7d' ? path : `${path}?range=${range}`
