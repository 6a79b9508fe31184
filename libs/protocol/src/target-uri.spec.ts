import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { isSameTarget } from './target-uri.js'

const TARGET = 'https://id.example/oauth2/token'

describe('isSameTarget', () => {
  it.each([
    TARGET,
    'HTTPS://ID.EXAMPLE/oauth2/token',
    'https://id.example:443/oauth2/token',
    'https://id.example/oauth2/./token',
    'https://id.example/x/../oauth2/token',
    'https://id.example/oauth2/%74oken',
    `${TARGET}?a=b`,
    `${TARGET}#top`,
  ])('takes %s for the token endpoint (RFC 9449 §4.3, RFC 3986 §6.2.2)', (htu) => {
    expect(isSameTarget(htu, TARGET)).toBe(true)
  })

  it.each([
    '',
    '/oauth2/token',
    'id.example/oauth2/token',
    'http://id.example/oauth2/token',
    'https://id.example:4000/oauth2/token',
    'https://evil.example/oauth2/token',
    'https://id.example.evil.example/oauth2/token',
    'https://id.example@evil.example/oauth2/token',
    'https://user:secret@id.example/oauth2/token',
    'https://id.example/oauth2/Token',
    'https://id.example/oauth2/token/',
    'https://id.example/oauth2%2Ftoken',
    'https:\\\\id.example\\oauth2\\token',
    ' https://id.example/oauth2/token',
    'https://id.example/oauth2/\ntoken',
    'https://id.example/?/oauth2/token',
    'javascript:https://id.example/oauth2/token',
  ])('tells %j from the token endpoint (RFC 9449 §4.3)', (htu) => {
    expect(isSameTarget(htu, TARGET)).toBe(false)
  })

  it('compares percent-encodings without regard to their case (RFC 3986 §6.2.2.1)', () => {
    expect(isSameTarget('https://id.example/a%2fb', 'https://id.example/a%2Fb')).toBe(true)
  })

  it('never throws, and only a text that begins with https can be this target (RFC 9449 §4.3)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(isSameTarget(text, TARGET) && !/^https:/i.test(text)).toBe(false)
      }),
    )
  })
})
