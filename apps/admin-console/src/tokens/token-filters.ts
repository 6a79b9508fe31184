import {
  TOKEN_FAMILY_STATES,
  type AdminGrant,
  type AdminTokenFamilyRow,
  type TokenFamilyState,
} from '@gatehouse/token-types'
import type { ListFilter } from '../list/list-filter'

/** What the list of refresh families can be filtered by, as its address names it. */
export const FAMILY_FILTER_NAMES = ['state', 'client_id', 'user_id', 'grant_id', 'session_id'] as const

/** What the list of grants can be filtered by. */
export const GRANT_FILTER_NAMES = ['client', 'user'] as const

type Label = 'state' | 'client' | 'person' | 'grant' | 'session' | `states.${TokenFamilyState}`

/** The filters of the list of refresh families; the rows tell what ids are called. */
export const familyFilters = (
  t: (key: Label) => string,
  rows: readonly AdminTokenFamilyRow[],
): ListFilter[] => [
  {
    name: 'state',
    label: t('state'),
    options: TOKEN_FAMILY_STATES.map((state) => ({ value: state, label: t(`states.${state}`) })),
  },
  { name: 'client_id', label: t('client'), names: named(rows, (row) => [row.client_id, row.client_name]) },
  { name: 'user_id', label: t('person'), names: named(rows, (row) => [row.user_id, row.username]) },
  { name: 'grant_id', label: t('grant') },
  { name: 'session_id', label: t('session') },
]

/** The filters of the list of grants. */
export const grantFilters = (t: (key: Label) => string, rows: readonly AdminGrant[]): ListFilter[] => [
  { name: 'client', label: t('client'), names: named(rows, (row) => [row.client_id, row.client_name]) },
  { name: 'user', label: t('person'), names: named(rows, (row) => [row.user.sub, row.user.username]) },
]

const named = <Row>(
  rows: readonly Row[],
  nameOf: (row: Row) => readonly [id: string, name: string | null],
): Record<string, string> =>
  Object.fromEntries(rows.map(nameOf).flatMap(([id, name]) => (name === null ? [] : [[id, name]])))
