import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { bearerToken, dpopToken, formatChallenge } from './bearer-challenge.js'

const tokenCharacters = 'ABCXYZabcxyz0189-._~+/'
const tokens = fc
  .tuple(fc.string({ unit: fc.constantFrom(...Array.from(tokenCharacters)), minLength: 1 }), fc.nat(3))
  .map(([characters, padding]) => characters + '='.repeat(padding))

describe('bearerToken', () => {
  it('reads every b64token back, whatever the case of the scheme (RFC 6750 §2.1, RFC 9110 §11.1)', () => {
    fc.assert(
      fc.property(tokens, fc.constantFrom('Bearer', 'bearer', 'BEARER'), (token, scheme) => {
        expect(bearerToken(`${scheme} ${token}`)).toBe(token)
      }),
    )
  })

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearerabc',
    'Bearer\tabc',
    ' Bearer abc',
    'Basic abc',
    'DPoP abc',
    'Bearer a b',
    'Bearer a,b',
    'Bearer a=b',
    'Bearer =',
    'Bearer "abc"',
    'Bearer abc\n',
    'Bearer abc\u0000',
    'Bearer é',
    'Bearer abc, Bearer def',
  ])('finds no token in %j (RFC 6750 §2.1)', (header) => {
    expect(bearerToken(header)).toBeUndefined()
  })

  it('for any text gives a b64token that stands in it, or none (RFC 6750 §2.1)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const token = bearerToken(`Bearer ${text}`)
        if (token === undefined) return
        expect(token).toMatch(/^[A-Za-z0-9\-._~+/]+=*$/)
        expect(text.trimStart()).toBe(token)
      }),
    )
  })
})

describe('dpopToken', () => {
  it('reads every token68 back, whatever the case of the scheme (RFC 9449 §7.1, RFC 9110 §11.1)', () => {
    fc.assert(
      fc.property(tokens, fc.constantFrom('DPoP', 'dpop', 'DPOP'), (token, scheme) => {
        expect(dpopToken(`${scheme} ${token}`)).toBe(token)
        expect(bearerToken(`${scheme} ${token}`)).toBeUndefined()
      }),
    )
  })

  it.each([undefined, '', 'DPoP', 'DPoP ', 'DPoP a b', ' DPoP abc', 'Bearer abc', 'DPoP abc, DPoP def'])(
    'finds no token in %j (RFC 9449 §7.1)',
    (header) => expect(dpopToken(header)).toBeUndefined(),
  )
})

describe('formatChallenge', () => {
  it('writes the challenge of an expired token (RFC 6750 §3)', () => {
    const challenge = formatChallenge('Bearer', { realm: 'bank', error: 'invalid_token' })
    expect(challenge).toBe('Bearer realm="bank", error="invalid_token"')
  })

  it('is the scheme alone where the request held no credentials (RFC 6750 §3.1)', () => {
    expect(formatChallenge('DPoP', {})).toBe('DPoP')
  })

  it('never lets a value end its quoted string or its header line (RFC 9110 §5.6.4)', () => {
    expect(formatChallenge('Basic', { realm: 'a", error="x\\\r\nSet-Cookie: é' })).toBe(
      'Basic realm="a\\", error=\\"x\\\\??Set-Cookie: ?"',
    )
  })

  it('gives every printable value back to a parser of quoted strings (RFC 9110 §5.6.4)', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (realm, scope) => {
        const challenge = formatChallenge('Bearer', { realm, scope })
        const [, first, second, ...rest] =
          /^Bearer realm="((?:[^"\\]|\\.)*)", scope="((?:[^"\\]|\\.)*)"$/.exec(challenge) ?? []
        expect(first?.replace(/\\(.)/g, '$1')).toBe(realm)
        expect(second?.replace(/\\(.)/g, '$1')).toBe(scope)
        expect(rest).toStrictEqual([])
      }),
    )
  })

  it('holds only visible ASCII and spaces, whatever the value (RFC 9110 §5.5)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(formatChallenge('Bearer', { realm: value })).toMatch(/^Bearer realm="[\x20-\x7e]*"$/)
      }),
    )
  })
})
