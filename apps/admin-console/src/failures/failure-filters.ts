import type { ListFilter } from '../list/list-filter'
import type { ListState } from '../list/list-state'

/** What failures can be filtered by, as the address of the list names it. */
export const FAILURE_FILTER_NAMES = ['error', 'rule', 'endpoint', 'client_id', 'from', 'to'] as const

/** The query of the admin API for a state of the list; what is searched for is the trace id of an error page. */
export function failureQuery({ filters, search, limit, cursor }: ListState) {
  const { from, to, ...others } = filters
  return {
    ...others,
    trace_id: search.trim().slice(0, 64),
    from: moment(from),
    to: moment(to),
    limit,
    cursor,
  }
}

/** The filters; each takes a whole value. */
export const failureFilters = (
  t: (key: 'error' | 'rule' | 'endpoint' | 'client') => string,
  more: (key: 'from' | 'to') => string,
): ListFilter[] => [
  { name: 'error', label: t('error'), kind: 'text' },
  { name: 'rule', label: t('rule'), kind: 'text' },
  { name: 'endpoint', label: t('endpoint'), kind: 'text' },
  { name: 'client_id', label: t('client'), kind: 'text' },
  { name: 'from', label: more('from'), kind: 'moment' },
  { name: 'to', label: more('to'), kind: 'moment' },
]

const moment = (text: string | undefined): string | undefined =>
  text === undefined || Number.isNaN(Date.parse(text)) ? undefined : text
