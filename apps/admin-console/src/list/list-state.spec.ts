import { describe, expect, it } from '@jest/globals'
import { changed, listHref, readListState, sortedBy, withoutFilter } from './list-state'

const read = (query: string) => readListState(Object.fromEntries(new URLSearchParams(query)), ['state'])

describe('the state of a list', () => {
  it('goes into the address and comes back the same', () => {
    const query = 'state=off&search=shop&sort=-name&limit=50&cursor=abc'
    expect(listHref('/clients', read(query))).toBe(`/clients?${query}`)
    expect(listHref('/clients', read(''))).toBe('/clients')
  })

  it.each([
    ['a size that is none', 'limit=7', { limit: 25 }],
    ['a filter of another list', 'role=owner', { filters: {} }],
    ['nothing to search for', 'search=', { search: '' }],
  ])('ignores %s', (_, query, expected) => {
    expect(read(query)).toMatchObject(expected)
  })

  it('ignores a parameter that comes twice', () => {
    expect(readListState({ state: ['on', 'off'] }, ['state']).filters).toEqual({})
  })

  it('begins at the first page after a change, and keeps everything else', () => {
    const state = changed(read('state=off&cursor=abc&limit=50'), { search: 'a' })
    expect(state).toMatchObject({ search: 'a', cursor: undefined, limit: 50, filters: { state: 'off' } })
    expect(withoutFilter(state, 'state').filters).toEqual({})
  })

  it('sorts the other way at the second click', () => {
    expect(sortedBy(read(''), 'name', 'name').sort).toBe('-name')
    expect(sortedBy(read('sort=-name'), 'name', 'name').sort).toBe('name')
    expect(sortedBy(read('sort=-name'), 'created_at', 'name').sort).toBe('created_at')
  })
})
