import { CLIENT_AUTH_METHODS, GRANT_TYPES } from '@gatehouse/token-types'
import type { ListFilter } from '../list/list-filter'

/** What the list of clients can be filtered by, as its address names it. */
export const CLIENT_FILTER_NAMES = ['state', 'auth_method', 'grant_type', 'resource'] as const

/** The filters with a short list of values. */
export const clientFilters = (
  t: (key: 'state' | 'on' | 'off' | 'method' | 'grants') => string,
): ListFilter[] => [
  {
    name: 'state',
    label: t('state'),
    options: [
      { value: 'on', label: t('on') },
      { value: 'off', label: t('off') },
    ],
  },
  { name: 'auth_method', label: t('method'), options: CLIENT_AUTH_METHODS.map(same) },
  { name: 'grant_type', label: t('grants'), options: GRANT_TYPES.map(same) },
]

const same = (value: string) => ({ value, label: value })
