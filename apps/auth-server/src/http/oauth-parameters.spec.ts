import { describe, expect, it } from '@jest/globals'
import { OAuthError } from '@gatehouse/protocol'
import fc from 'fast-check'
import { OAuthParameters } from './oauth-parameters.js'

const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
const value = fc.string({ unit: 'grapheme', maxLength: 50 })
const encode = (pairs: [string, string][]) => new URLSearchParams(pairs).toString()

describe('OAuthParameters', () => {
  it('reads every form that a browser can write back to the same values (RFC 6749 Appendix B)', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key }), (pairs) => {
        const parameters = OAuthParameters.parse(encode(pairs))
        for (const [key, content] of pairs) expect(parameters.get(key)).toBe(content || undefined)
        expect(parameters.malformed()).toStrictEqual([])
      }),
    )
  })

  it('takes any text without throwing, and never gives an empty value (RFC 6749 §3.1)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), name, (text, key) => {
        const parameters = OAuthParameters.parse(text)
        expect(parameters.get(key)).not.toBe('')
        expect(Object.values(parameters.toRecord())).not.toContain('')
        expect(parameters.malformed()).toBeInstanceOf(Array)
      }),
    )
  })

  it('names exactly what came more than once, whatever stands between (RFC 6749 §3.1)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), value), { maxLength: 8 }),
        (pairs) => {
          const names = pairs.map(([key]) => key)
          const repeated = [...new Set(names.filter((key, at) => names.indexOf(key) !== at))]
          expect([...OAuthParameters.parse(encode(pairs)).malformed()].sort()).toStrictEqual(repeated.sort())
        },
      ),
    )
  })

  it('counts a repeated parameter although one of its values is empty (RFC 6749 §3.2)', () => {
    expect(OAuthParameters.parse('scope=&scope=openid').malformed()).toStrictEqual(['scope'])
  })

  it('lets resource repeat, and nothing else (RFC 8707 §2)', () => {
    const parameters = OAuthParameters.parse('resource=https://a&resource=https://b&resource=&scope=x')
    expect(parameters.malformed()).toStrictEqual([])
    expect(parameters.all('resource')).toStrictEqual(['https://a', 'https://b'])
  })

  it('refuses a value beyond every honest assertion', () => {
    expect(OAuthParameters.parse(`a=${'x'.repeat(16_384)}`).malformed()).toStrictEqual([])
    expect(OAuthParameters.parse(`a=${'x'.repeat(16_385)}`).malformed()).toStrictEqual(['a'])
    expect(OAuthParameters.parse(`resource=${'x'.repeat(16_385)}`).malformed()).toStrictEqual(['resource'])
  })

  it('refuses a repeated parameter as invalid_request without showing its value (RFC 6749 §5.2)', () => {
    const refuse = () => OAuthParameters.parse('code=one&code=two').refuseMalformed()
    expect(refuse).toThrow(OAuthError)
    expect(refuse).toThrow(/^invalid_request: (?!.*(one|two))/u)
    expect(() => OAuthParameters.parse('code=one').refuseMalformed()).not.toThrow()
  })

  it.each(['', 'grant_type=', 'other=x'])(
    'demands a parameter that is absent or empty in "%s" (RFC 6749 §5.2)',
    (text) => {
      expect(() => OAuthParameters.parse(text).require('grant_type')).toThrow(
        'invalid_request: The parameter grant_type is missing',
      )
    },
  )

  it('keeps a request whole through a record, names of Object.prototype included', () => {
    const record = OAuthParameters.parse('__proto__=a&constructor=b&state=c&empty=').toRecord()
    expect(Object.entries(record)).toStrictEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['state', 'c'],
    ])
    const again = OAuthParameters.of(record)
    expect([again.get('__proto__'), again.get('state'), again.get('toString')]).toStrictEqual([
      'a',
      'c',
      undefined,
    ])
  })
})
