import { describe, expect, it } from '@jest/globals'
import { LOCALE_COOKIE, resolveLocale } from './locales'
import { MESSAGES } from './messages'

const cookies = (value?: string) => ({
  get: (name: string) => (name === LOCALE_COOKIE && value !== undefined ? { value } : undefined),
})
const wish = (header?: string) => new Headers(header === undefined ? {} : { 'accept-language': header })

describe('resolveLocale (RFC 9110 §12.5.4)', () => {
  it.each([
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['en;q=0.5,de;q=0.7', 'de'],
    ['fr,en;q=0.2,de;q=0.1', 'en'],
    ['de;q=0,en;q=0.1', 'en'],
    ['fr', 'en'],
    ['*', 'en'],
    ['', 'en'],
    ['de;q=abc', 'de'],
    [undefined, 'en'],
  ])('for Accept-Language %j is %s', (header, locale) => {
    expect(resolveLocale(cookies(), wish(header))).toBe(locale)
  })

  it('is the choice of the person before the wish of the browser', () => {
    expect(resolveLocale(cookies('de'), wish('en'))).toBe('de')
  })

  it('ignores a choice that the console does not speak', () => {
    expect(resolveLocale(cookies('../../etc'), wish('de'))).toBe('de')
  })
})

describe('messages', () => {
  const namesIn = (messages: object, prefix = ''): string[] =>
    Object.entries(messages).flatMap(([name, value]) =>
      typeof value === 'string' ? [prefix + name] : namesIn(value as object, `${prefix}${name}.`),
    )

  it('are the same set in every language', () => {
    expect(namesIn(MESSAGES.de).sort()).toEqual(namesIn(MESSAGES.en).sort())
  })
})
