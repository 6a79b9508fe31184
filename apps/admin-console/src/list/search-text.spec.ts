import { describe, expect, it } from '@jest/globals'
import { afterShowing, askedFor, searchText, type SearchText } from './search-text'

const typed = (field: SearchText, text: string): SearchText => ({ ...field, text })

describe('the text of a search field', () => {
  it('keeps what was typed while the answer to what stood there before arrives', () => {
    const asked = askedFor(typed(searchText(''), 'ann'), 'ann')
    expect(afterShowing(typed(asked, 'annab'), 'ann')).toEqual({ text: 'annab', shown: 'ann', asked: [] })
  })

  it('keeps the text when answers arrive one after the other, or only the last of them', () => {
    const both = typed(askedFor(askedFor(searchText(''), 'ann'), 'annab'), 'annab')
    const one = afterShowing(both, 'ann')
    expect(one).toEqual({ text: 'annab', shown: 'ann', asked: ['annab'] })
    expect(afterShowing(one, 'annab')).toEqual({ text: 'annab', shown: 'annab', asked: [] })
    expect(afterShowing(both, 'annab')).toEqual({ text: 'annab', shown: 'annab', asked: [] })
  })

  it('says what the list shows when nobody asked for it here', () => {
    const asked = afterShowing(askedFor(typed(searchText(''), 'ann'), 'ann'), 'ann')
    expect(afterShowing(asked, 'ann')).toBe(asked)
    expect(afterShowing(asked, '')).toEqual(searchText(''))
    expect(afterShowing(typed(asked, 'annab'), 'bert')).toEqual(searchText('bert'))
  })
})
