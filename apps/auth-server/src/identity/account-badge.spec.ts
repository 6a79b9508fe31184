import { describe, expect, it } from '@jest/globals'
import type { UserRecord } from '@gatehouse/data-access'
import { accountBadgeOf, loginOf } from './account-badge.js'

const user = (change: { name?: string | null; email?: string | null }) =>
  ({ username: 'ada_l', name: null, email: null, ...change }) as UserRecord

describe('an account on a page', () => {
  it('is called by its mail address, or else by its user name', () => {
    expect(loginOf(user({ email: 'ada@example.com', name: 'Ada' }))).toBe('ada@example.com')
    expect(loginOf(user({ name: 'Ada' }))).toBe('ada_l')
  })

  it.each([
    [{ name: 'Ada Lovelace' }, 'AL'],
    [{ name: 'Ada King Lovelace' }, 'AK'],
    [{ name: 'ada' }, 'A'],
    [{ name: '🦊 Émile' }, '🦊É'],
    [{ name: '   ' }, ''],
    [{ email: 'grace.hopper@example.com' }, 'GH'],
    [{}, 'AL'],
  ])('with %j has the initials %s', (change, initials) => {
    expect(accountBadgeOf(user(change)).initials).toBe(initials)
  })
})
