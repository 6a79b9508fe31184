import type { AdminAuditEvent } from '@gatehouse/token-types'
import type { ListFilter } from '../list/list-filter'
import type { ListState } from '../list/list-state'

/** What the audit log can be filtered by, as its address names it. */
export const AUDIT_FILTER_NAMES = [
  'type',
  'outcome',
  'actor',
  'subject',
  'client_id',
  'ip_address',
  'trace_id',
  'from',
  'to',
] as const

const OUTCOMES = ['success', 'failure'] as const

/** The state as the admin API can take it: what somebody wrote into the address and means nothing is left out. */
export function auditState(state: ListState): ListState {
  const kept = Object.entries(state.filters).filter(([name, value]) => {
    if (name === 'from' || name === 'to') return !Number.isNaN(Date.parse(value))
    if (name === 'outcome') return OUTCOMES.some((outcome) => outcome === value)
    return true
  })
  return { ...state, search: '', sort: undefined, filters: Object.fromEntries(kept) }
}

/** The filters, with the types that there are and the names of whom the shown events concern. */
export function auditFilters(
  t: (key: 'type' | 'outcome' | 'success' | 'failure' | 'actor' | 'subject' | 'client' | 'address') => string,
  more: (key: 'traceId' | 'from' | 'to') => string,
  types: readonly { readonly value: string; readonly label: string }[],
  shown: readonly AdminAuditEvent[],
): ListFilter[] {
  const parties = shown.flatMap(({ actor, subject, client }) => [actor, subject, client])
  const names = Object.fromEntries(
    parties.flatMap((party) => (party === null || party.name === null ? [] : [[party.id, party.name]])),
  )
  return [
    { name: 'type', label: t('type'), options: types },
    {
      name: 'outcome',
      label: t('outcome'),
      options: OUTCOMES.map((value) => ({ value, label: t(value) })),
    },
    { name: 'actor', label: t('actor'), kind: 'text', names },
    { name: 'subject', label: t('subject'), kind: 'text', names },
    { name: 'client_id', label: t('client'), kind: 'text', names },
    { name: 'ip_address', label: t('address'), kind: 'text' },
    { name: 'trace_id', label: more('traceId'), kind: 'text' },
    { name: 'from', label: more('from'), kind: 'moment' },
    { name: 'to', label: more('to'), kind: 'moment' },
  ]
}
