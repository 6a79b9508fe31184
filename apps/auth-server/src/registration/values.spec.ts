import { describe, expect, it } from '@jest/globals'
import { BadValue } from './refusals.js'
import {
  line,
  lines,
  named,
  oneOf,
  origin,
  redirectUri,
  resourceIdentifier,
  secureAddress,
  token,
  webAddress,
  wholeNumber,
} from './values.js'

const refused = (read: (text: string) => unknown, texts: string[]) => {
  for (const text of texts) expect({ text, read: attempt(read, text) }).toEqual({ text, read: 'refused' })
}

function attempt(read: (text: string) => unknown, text: string): unknown {
  try {
    return read(text)
  } catch (error) {
    if (error instanceof BadValue) return 'refused'
    throw error
  }
}

describe('values of options', () => {
  it('are text in one line, trimmed, and never empty, too long or with control characters', () => {
    expect(line(5)(' Ada ')).toBe('Ada')
    refused(line(5), ['', '  ', 'longer', 'a\nb', 'a\u0000b', '\ud800'])
  })

  it('are text of several lines where an address has them (OIDC Core §5.1.1)', () => {
    expect(lines(20)('12 St James\\nLondon\r\nGB')).toBe('12 St James\nLondon\nGB')
    refused(lines(20), ['', 'a\n\nb', 'a\tb'])
  })

  it('are one of the words, in the same case', () => {
    expect(oneOf(['RS256', 'ES256'])('ES256')).toBe('ES256')
    refused(oneOf(['RS256', 'ES256']), ['es256', 'HS256', 'none', ''])
  })

  it('are whole numbers within bounds', () => {
    expect([wholeNumber(60, 3600)('60'), wholeNumber(60, 3600)('3600')]).toEqual([60, 3600])
    refused(wholeNumber(60, 3600), ['59', '3601', '1e3', '6.5', '-60', ' 60', '', 'many', '0x40'])
  })

  it('are web addresses, and secure ones where others rely on them', () => {
    expect(webAddress('http://a.example/b?c')).toBe('http://a.example/b?c')
    refused(webAddress, [
      '',
      'a.example',
      'javascript:alert(1)',
      'data:,x',
      'ftp://a.example',
      'https://a.example/ b',
    ])
    expect(secureAddress('http://localhost:8080/jwks')).toBe('http://localhost:8080/jwks')
    refused(secureAddress, ['http://a.example/jwks', 'http://localhost.example/'])
  })

  it('are origins as browsers write them (RFC 6454 §6.2)', () => {
    expect(origin('https://a.example:8443')).toBe('https://a.example:8443')
    refused(origin, [
      'https://a.example/',
      'https://a.example:443',
      'https://A.example',
      'http://a.example',
      '*',
      'null',
    ])
  })

  it('are redirect URIs that can be registered (RFC 6749 §3.1.2, RFC 8252 §7)', () => {
    expect(redirectUri('com.example.app:/callback')).toBe('com.example.app:/callback')
    refused(redirectUri, [
      'https://a.example/*',
      'https://a.example/#x',
      'http://a.example/',
      'myapp:/callback',
      '',
    ])
  })

  it('are resource identifiers (RFC 8707 §2)', () => {
    expect(resourceIdentifier('urn:gatehouse:admin')).toBe('urn:gatehouse:admin')
    refused(resourceIdentifier, ['bank', 'https://a.example/#x', 'https://', ''])
  })

  it('are names of scopes (RFC 6749 §3.3), with a sentence where one is wanted', () => {
    expect(token('accounts:read')).toBe('accounts:read')
    refused(token, ['', 'a b', 'a"b', 'a\\b', 'ä'])
    expect(named(line(20))('a:b=See x=y')).toEqual({ name: 'a:b', sentence: 'See x=y' })
    refused(named(line(20)), ['a:b', '=See', 'a=', 'a b=See'])
  })
})
