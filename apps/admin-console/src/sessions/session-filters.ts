import type { AdminSession } from '@gatehouse/token-types'
import type { ListFilter } from '../list/list-filter'
import { nameOfPerson } from '../users/person-name'

/** What the list of sessions can be filtered by, as its address names it. */
export const SESSION_FILTER_NAMES = ['user', 'client'] as const

/** Filters that links set; the rows that they leave tell what the ids are called. */
export function sessionFilters(
  t: (key: 'onlyPerson' | 'onlyClient') => string,
  rows: readonly AdminSession[],
): ListFilter[] {
  const people = new Map(rows.map(({ user }) => [user.sub, nameOfPerson(user)]))
  const clients = new Map(
    rows.flatMap((row) => row.clients.map(({ client_id: id, client_name: name }) => [id, name])),
  )
  return [
    { name: 'user', label: t('onlyPerson'), names: Object.fromEntries(people) },
    { name: 'client', label: t('onlyClient'), names: Object.fromEntries(clients) },
  ]
}
