import { describe, expect, it } from '@jest/globals'
import { changedFields, sorted } from './use-admin-form'

describe('a form of the admin API', () => {
  it('sends what differs, lists compared by what they hold', () => {
    expect(changedFields({ a: ['x'], b: 1, c: null }, { a: ['x'], b: 2, c: null })).toEqual(['b'])
  })

  it('shows an error at its field and at its place within it, and no error nowhere', () => {
    const errors = [
      { field: 'redirect_uris[1]', message: 'bad' },
      { field: 'address.street', message: 'long' },
      { field: 'other', message: 'unknown' },
    ]
    expect(sorted(errors, ['redirect_uris', 'address'])).toEqual({
      ofFields: {
        redirect_uris: 'bad',
        'redirect_uris.1': 'bad',
        address: 'long',
        'address.street': 'long',
      },
      others: [errors[2]],
    })
  })
})
