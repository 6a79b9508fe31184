import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { parseBasicCredentials } from './basic-credentials.js'

const basic = (pair: string) => `Basic ${Buffer.from(pair, 'latin1').toString('base64')}`

/** The client's side of RFC 6749 Appendix B, by the platform's own encoder. */
const formEncoded = (text: string) => new URLSearchParams({ x: text }).toString().slice('x='.length)

describe('parseBasicCredentials', () => {
  it('reads the example (RFC 6749 §2.3.1)', () => {
    expect(parseBasicCredentials('Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3')).toStrictEqual({
      clientId: 's6BhdRkqt3',
      clientSecret: '7Fjfp0ZBr1KtDRbnfVdmIw',
    })
  })

  it('decodes the form encoding of both halves (RFC 6749 §2.3.1, Appendix B)', () => {
    expect(parseBasicCredentials(basic('https%3A%2F%2Fapp.example:a+b%2Bc%3A%25'))).toStrictEqual({
      clientId: 'https://app.example',
      clientSecret: 'a b+c:%',
    })
  })

  it('divides at the first colon, so that a secret may hold colons (RFC 7617 §2)', () => {
    expect(parseBasicCredentials(basic('app:a:b'))).toStrictEqual({ clientId: 'app', clientSecret: 'a:b' })
  })

  it('accepts an empty secret and any case of the scheme (RFC 6749 §2.3.1, RFC 9110 §11.1)', () => {
    const header = basic('app:').replace('Basic', 'bASIC')
    expect(parseBasicCredentials(header)).toStrictEqual({ clientId: 'app', clientSecret: '' })
  })

  it.each([
    ['nothing', ''],
    ['another scheme', 'Bearer YTpi'],
    ['the scheme alone', 'Basic '],
    ['no space after the scheme', 'BasicYTpi'],
    ['two tokens', 'Basic YTpi YTpi'],
    ['a line break', 'Basic YTpi\n'],
    ['base64url', `Basic ${Buffer.from('a:???>>>').toString('base64').replaceAll('/', '_')}`],
    ['missing padding', 'Basic YTpiYw'],
    ['misplaced padding', 'Basic YT=piY'],
    ['stray bits after the last byte', 'Basic YTpiYx=='],
    ['no colon', basic('app')],
    ['an empty client identifier', basic(':secret')],
    ['a broken escape in the identifier', basic('a%:b')],
    ['a broken escape in the secret', basic('a:b%2')],
    ['an escape that is not hexadecimal', basic('a:b%zz')],
    ['an encoded NUL', basic('a%00:b')],
    ['a NUL as it is', basic('a\u0000:b')],
    ['an encoded line break', basic('a:b%0D%0A')],
    ['a character outside ASCII', basic('a:b%C3%A9')],
    ['bytes that are no UTF-8', basic('a:\u00ff')],
  ])('refuses %s (RFC 6749 §2.3.1, Appendix A, RFC 7617 §2)', (_, header) => {
    expect(parseBasicCredentials(header)).toBeUndefined()
  })

  it('reads back every pair that a client form-encodes (RFC 6749 §2.3.1, Appendix B)', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (clientId, clientSecret) => {
        const header = basic(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`)
        expect(parseBasicCredentials(header)).toStrictEqual({ clientId, clientSecret })
      }),
    )
  })

  it('for any bytes gives visible characters or undefined, and never throws (RFC 6749 Appendix A.1, A.2)', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (bytes, text) => {
        for (const token of [Buffer.from(bytes).toString('base64'), text]) {
          const credentials = parseBasicCredentials(`Basic ${token}`)
          if (credentials === undefined) continue
          expect(credentials.clientId).toMatch(/^[\x20-\x7e]+$/)
          expect(credentials.clientSecret).toMatch(/^[\x20-\x7e]*$/)
        }
      }),
    )
  })
})
