import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { safeReturnPath } from './return-path'

const consoleUrl = new URL('https://console.example.com')

describe('safeReturnPath (RFC 9700 §4.11, open redirection)', () => {
  it.each(['/', '/clients', '/clients?page=2&q=a%20b', '/users/42?tab=sessions'])('keeps %j', (path) => {
    expect(safeReturnPath(path, consoleUrl)).toBe(path)
  })

  it.each([
    ['absolute', 'https://evil.example/'],
    ['absolute to this very console', 'https://console.example.com/clients'],
    ['protocol-relative', '//evil.example'],
    ['slash and backslash', '/\\evil.example'],
    ['backslashes', '\\\\evil.example'],
    ['a backslash further on', '/a\\..\\evil'],
    ['a tab that browsers drop', '/\t/evil.example'],
    ['a line feed that browsers drop', '/\n/evil.example'],
    ['dots that leave a double slash', '/.//evil.example'],
    ['encoded dots that leave a double slash', '/%2e//evil.example'],
    ['a script', 'javascript:alert(1)'],
    ['relative', 'clients'],
    ['empty', ''],
    ['missing', null],
    ['too long', `/${'a'.repeat(2000)}`],
    ['the sign-in route', '/auth/sign-in'],
    ['the signed-out page', '/signed-out'],
    ['the failure page', '/sign-in-failed?code=x'],
  ])('answers / when the path is %s', (_case, path) => {
    expect(safeReturnPath(path, consoleUrl)).toBe('/')
  })

  it('never leads a browser to another origin, whatever it is given', () => {
    const parts = fc.constantFrom(
      '/',
      '\\',
      '.',
      '%2e',
      '%2f',
      '@',
      ':',
      '?',
      '#',
      '\t',
      '\n',
      ' ',
      'evil.example',
      'a',
    )
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 8 }), (chosen) => {
        const path = safeReturnPath(chosen.join(''), consoleUrl)
        expect(new URL(path, consoleUrl).origin).toBe(consoleUrl.origin)
      }),
      { numRuns: 2000 },
    )
  })
})
