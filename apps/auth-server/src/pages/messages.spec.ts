import { describe, expect, it } from '@jest/globals'
import { de } from './messages.de.js'
import { en } from './messages.en.js'
import { messagesFor, pageLanguages, standardScopeText } from './messages.js'

/** Path → sentence, with functions called on a name so that what they print is compared too. */
function sentences(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]]
  if (typeof node === 'function') {
    const printed = (node as (argument: unknown) => string | { markup: string })(7)
    return [[path, typeof printed === 'string' ? printed : printed.markup]]
  }
  return Object.entries(node as object).flatMap(([key, child]) => sentences(child, `${path}.${key}`))
}

describe('message catalogues', () => {
  const english = new Map(sentences(en))
  const german = new Map(sentences(de))

  it('have the same keys and no empty sentence', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort())
    expect([...english.values(), ...german.values()].filter((text) => text.trim() === '')).toEqual([])
  })

  it('use what they are given in both languages', () => {
    for (const path of [...english].filter(([, text]) => text.includes('7')).map(([key]) => key)) {
      expect([path, german.get(path)]).toEqual([path, expect.stringContaining('7')])
    }
  })

  it('leave nothing untranslated but words that both languages share', () => {
    const same = [...english].filter(([path, text]) => german.get(path) === text).map(([path]) => path)
    expect(same.sort()).toEqual(['.consent.website', '.dir', '.errorPage.code', '.setup.name'])
  })

  it('say the time to wait in the larger unit, rounded up, with singular and plural', () => {
    expect(en.signIn.throttled(1)).toContain('Wait 1 second,')
    expect(en.signIn.throttled(59)).toContain('Wait 59 seconds,')
    expect(en.signIn.throttled(60)).toContain('Wait 1 minute,')
    expect(en.signIn.throttled(241)).toContain('Wait 5 minutes,')
    expect(de.signIn.throttled(60)).toContain('Warten Sie 1 Minute ')
    expect(de.signIn.throttled(241)).toContain('Warten Sie 5 Minuten ')
  })
})

describe('messagesFor', () => {
  it('takes the first known language of ui_locales, before the browser is asked (OIDC Core §3.1.2.1)', () => {
    expect(messagesFor(['fr-CA', 'de-AT', 'en'], 'en').lang).toBe('de')
    expect(messagesFor(['EN-gb'], 'de').lang).toBe('en')
  })

  it('follows the weights of Accept-Language, never one of zero (RFC 9110 §12.5.4)', () => {
    expect(messagesFor([], 'en;q=0.5, de;q=0.9').lang).toBe('de')
    expect(messagesFor([], 'fr, de ; q=0.8, en; q=0.7').lang).toBe('de')
    expect(messagesFor([], 'de;q=0, en;q=0.1').lang).toBe('en')
  })

  it.each(['', '*', ';;;,,', 'de;q=abc', 'x'.repeat(10_000), 'constructor', '__proto__'])(
    'falls back to English for %.20j',
    (header) => {
      expect(messagesFor(['', 'toString'], header).lang).toBe('en')
    },
  )

  it('speaks every language that it names', () => {
    expect(pageLanguages.map((tag) => messagesFor([tag]).lang)).toEqual(pageLanguages)
  })
})

describe('standardScopeText', () => {
  it('knows the standard scopes (OIDC Core §5.4, §11) and no others', () => {
    expect(standardScopeText('offline_access', en)).toBe('Stay signed in when you are away')
    expect(standardScopeText('accounts:read', en)).toBeUndefined()
    expect(standardScopeText('constructor', en)).toBeUndefined()
  })
})
