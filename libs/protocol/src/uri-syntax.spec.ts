import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { hasUriCharacters, splitUri } from './uri-syntax.js'

describe('splitUri', () => {
  it('takes every component apart as it is written (RFC 3986 §3)', () => {
    expect(splitUri('HTTPS://u:p@[::1]:8080/a%2Fb?x=1?#f#g')).toStrictEqual({
      scheme: 'HTTPS',
      userinfo: 'u:p',
      host: '[::1]',
      port: '8080',
      path: '/a%2Fb',
      query: 'x=1?',
      fragment: 'f#g',
    })
  })

  it.each([
    ['https://a.example@evil.example/', 'evil.example'],
    ['https://a.example:80@evil.example/', 'evil.example'],
    ['https://a@b@evil.example/', 'evil.example'],
  ])('takes what follows the last @ of the authority as the host of %s (RFC 3986 §3.2.1)', (uri, host) => {
    expect(splitUri(uri).host).toBe(host)
  })

  it('tells an empty component from an absent one (RFC 3986 §5.3)', () => {
    expect(splitUri('https://a?')).toMatchObject({ query: '', fragment: undefined, port: undefined })
    expect(splitUri('com.example:/cb')).toMatchObject({ host: undefined, path: '/cb', query: undefined })
  })

  it('loses and adds no character of any text (RFC 3986 §5.3)', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.webUrl(), fc.string({ unit: 'binary' }), fc.string({ unit: uriPieces })),
        (text) => {
          const { scheme, userinfo, host, port, path, query, fragment } = splitUri(text)
          const before = (part: string | undefined, mark: string) =>
            part === undefined ? '' : `${mark}${part}`
          const after = (part: string | undefined, mark: string) =>
            part === undefined ? '' : `${part}${mark}`
          const authority = `${after(userinfo, '@')}${host ?? ''}${before(port, ':')}`
          const front = `${after(scheme, ':')}${host === undefined ? '' : '//'}${authority}`
          expect(`${front}${path}${before(query, '?')}${before(fragment, '#')}`).toBe(text)
        },
      ),
    )
  })
})

const uriPieces = fc.constantFrom('http', ':', '/', '//', '@', '?', '#', '[', ']', '.', 'a', '1', '\n')

describe('hasUriCharacters', () => {
  it.each(['', ' ', 'a b', 'a\\b', 'a"b', 'a\nb', 'ü', '%', '%4', '%zz', '<', '{id}', '^', '|', '`', 'a\n'])(
    'refuses %j (RFC 3986 §2)',
    (text) => {
      expect(hasUriCharacters(text)).toBe(false)
    },
  )

  it('accepts every URL that a URL parser writes (RFC 3986 §2)', () => {
    fc.assert(fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), hasUriCharacters))
  })
})
