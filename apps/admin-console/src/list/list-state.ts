/** Sizes that a page of a list can have; the first is the default. */
export const PAGE_SIZES = [25, 50, 100] as const

/** What a list shows, as its address says it. */
export interface ListState {
  readonly search: string
  readonly sort: string | undefined
  readonly limit: number
  readonly cursor: string | undefined
  /** Values by name of the filter; only those that are set. */
  readonly filters: Readonly<Record<string, string>>
}

/** The parameters of a page as Next hands them in. */
export type SearchParameters = Readonly<Record<string, string | readonly string[] | undefined>>

/** Reads what the address says; what it should not say counts as not said. */
export function readListState(parameters: SearchParameters, filterNames: readonly string[]): ListState {
  const one = (name: string): string | undefined => {
    const value = parameters[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const limit = Number(one('limit'))
  const filters = filterNames.flatMap((name) => {
    const value = one(name)
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    search: one('search') ?? '',
    sort: one('sort'),
    limit: PAGE_SIZES.find((size) => size === limit) ?? PAGE_SIZES[0],
    cursor: one('cursor'),
    filters: Object.fromEntries(filters),
  }
}

/** The query of the admin API for this state. */
export const listQuery = ({ search, sort, limit, cursor, filters }: ListState) => ({
  ...filters,
  search,
  sort,
  limit,
  cursor,
})

/** The address of the state; defaults are left out. */
export function listHref(path: string, { search, sort, limit, cursor, filters }: ListState): string {
  const query = new URLSearchParams(filters)
  if (search !== '') query.set('search', search)
  if (sort !== undefined) query.set('sort', sort)
  if (limit !== PAGE_SIZES[0]) query.set('limit', String(limit))
  if (cursor !== undefined) query.set('cursor', cursor)
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}

/** The state after a change of what is shown: it begins at its first page. */
export const changed = (state: ListState, change: Partial<ListState>): ListState => ({
  ...state,
  cursor: undefined,
  ...change,
})

/** The state without one filter. */
export function withoutFilter(state: ListState, name: string): ListState {
  const { [name]: _, ...filters } = state.filters
  return changed(state, { filters })
}

/** The other direction where the list is sorted by this already, else rising. */
export function sortedBy(state: ListState, name: string, defaultSort: string): ListState {
  const now = state.sort ?? defaultSort
  return changed(state, { sort: now === name ? `-${name}` : name })
}
