import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { matchRedirectUri } from './redirect-uri.js'

const REGISTERED = [
  'https://app.example/callback',
  'https://app.example/cb?tenant=a&x=%2F',
  'com.example.app:/done',
]
const LOOPBACK = ['http://127.0.0.1:3000/callback', 'http://[::1]/callback', 'http://localhost:3000/callback']

const ports = fc.integer({ min: 1, max: 65_535 }).map(String)

describe('matchRedirectUri', () => {
  it.each([...REGISTERED, ...LOOPBACK])('accepts %s as it is registered (RFC 9700 §2.1)', (uri) => {
    expect(matchRedirectUri(uri, [...REGISTERED, ...LOOPBACK])).toBe(true)
  })

  it('refuses everything where nothing is registered (RFC 9700 §2.1)', () => {
    expect(matchRedirectUri('https://app.example/callback', [])).toBe(false)
    expect(matchRedirectUri('', [])).toBe(false)
  })

  it.each([
    ['another scheme', 'http://app.example/callback'],
    ['upper case in the scheme', 'HTTPS://app.example/callback'],
    ['upper case in the host', 'https://App.example/callback'],
    ['a dot after the host', 'https://app.example./callback'],
    ['the default port written out', 'https://app.example:443/callback'],
    ['another port', 'https://app.example:8443/callback'],
    ['an empty port', 'https://app.example:/callback'],
    ['a user name', 'https://evil@app.example/callback'],
    ['the host as user name', 'https://app.example@evil.example/callback'],
    ['the host and path as user name', 'https://app.example%2Fcallback@evil.example'],
    ['a backslash before an @', 'https://evil.example\\@app.example/callback'],
    ['backslashes for slashes', 'https:\\\\app.example\\callback'],
    ['the host as a label of another', 'https://app.example.evil.example/callback'],
    ['the host as the end of another', 'https://evilapp.example/callback'],
    ['a subdomain', 'https://www.app.example/callback'],
    ['another domain in a fragment-like host', 'https://evil.example#app.example/callback'],
    ['another path', 'https://app.example/'],
    ['no path', 'https://app.example'],
    ['upper case in the path', 'https://app.example/Callback'],
    ['a slash at the end', 'https://app.example/callback/'],
    ['a doubled slash', 'https://app.example//callback'],
    ['a longer path', 'https://app.example/callback/../evil'],
    ['dot segments that lead to the same path', 'https://app.example/x/../callback'],
    ['encoded dots', 'https://app.example/x/%2e%2e/callback'],
    ['a single encoded dot', 'https://app.example/%2E/callback'],
    ['an encoded letter', 'https://app.example/%63allback'],
    ['a path parameter', 'https://app.example/callback;x'],
    ['an added query', 'https://app.example/callback?next=https://evil.example'],
    ['an empty query', 'https://app.example/callback?'],
    ['a missing query', 'https://app.example/cb'],
    ['another query value', 'https://app.example/cb?tenant=b&x=%2F'],
    ['the query in another order', 'https://app.example/cb?x=%2F&tenant=a'],
    ['the query decoded', 'https://app.example/cb?tenant=a&x=/'],
    ['the query with a lower-case escape', 'https://app.example/cb?tenant=a&x=%2f'],
    ['more after the query', 'https://app.example/cb?tenant=a&x=%2F&y=1'],
    ['a fragment', 'https://app.example/callback#x'],
    ['a space before', ' https://app.example/callback'],
    ['a line break after', 'https://app.example/callback\n'],
    ['a NUL after', 'https://app.example/callback\u0000'],
    ['a look-alike letter', 'https://аpp.example/callback'],
    ['another private-use path', 'com.example.app:/done/'],
    ['another private-use authority', 'com.example.app://evil/done'],
    ['a prefix of a private-use scheme', 'com.example:/done'],
    ['nothing', ''],
  ])('refuses %s: %j (RFC 9700 §2.1, RFC 3986 §6.2.1)', (_, requested) => {
    expect(matchRedirectUri(requested, REGISTERED)).toBe(false)
  })

  it('lets the port of the loopback literals vary, and be absent (RFC 8252 §7.3)', () => {
    fc.assert(
      fc.property(ports, fc.constantFrom('127.0.0.1', '[::1]'), (port, host) => {
        expect(matchRedirectUri(`http://${host}:${port}/callback`, LOOPBACK)).toBe(true)
        expect(matchRedirectUri(`http://${host}/callback`, LOOPBACK)).toBe(true)
      }),
    )
  })

  it('never lets the port of the name localhost vary (RFC 8252 §8.3)', () => {
    expect(matchRedirectUri('http://localhost/callback', LOOPBACK)).toBe(false)
    fc.assert(
      fc.property(ports, (port) => {
        expect(matchRedirectUri(`http://localhost:${port}/callback`, LOOPBACK)).toBe(port === '3000')
      }),
    )
  })

  it('never takes one loopback host for another (RFC 8252 §7.3, §8.3)', () => {
    expect(matchRedirectUri('http://[::1]:3000/callback', ['http://127.0.0.1:3000/callback'])).toBe(false)
    expect(matchRedirectUri('http://127.0.0.1:3000/callback', ['http://localhost:3000/callback'])).toBe(false)
    expect(matchRedirectUri('http://localhost:3000/callback', ['http://127.0.0.1:3000/callback'])).toBe(false)
  })

  it.each([
    ['the literal as a label of another host', 'http://127.0.0.1.evil.com/callback'],
    ['the literal and a port as a label', 'http://127.0.0.1.evil.com:3000/callback'],
    ['the literal as user name', 'http://127.0.0.1@evil.com/callback'],
    ['the literal and port as user and password', 'http://127.0.0.1:3000@evil.com/callback'],
    ['a backslash after the literal', 'http://127.0.0.1\\@evil.com/callback'],
    ['a user name before the literal', 'http://evil@127.0.0.1:3000/callback'],
    ['https', 'https://127.0.0.1:3001/callback'],
    ['upper case in the scheme', 'HTTP://127.0.0.1:3001/callback'],
    ['a dot after the literal', 'http://127.0.0.1.:3001/callback'],
    ['another address of the loopback block', 'http://127.0.0.2:3001/callback'],
    ['a shortened address', 'http://127.1:3001/callback'],
    ['a hexadecimal address', 'http://0x7f000001:3001/callback'],
    ['a decimal address', 'http://2130706433:3001/callback'],
    ['an encoded dot in the address', 'http://127%2e0.0.1:3001/callback'],
    ['the unspecified address', 'http://0.0.0.0:3001/callback'],
    ['the long form of ::1', 'http://[0:0:0:0:0:0:0:1]:3001/callback'],
    ['an IPv4-mapped address', 'http://[::ffff:127.0.0.1]:3001/callback'],
    ['::1 without brackets', 'http://::1:3001/callback'],
    ['port 0', 'http://127.0.0.1:0/callback'],
    ['a port too high', 'http://127.0.0.1:65536/callback'],
    ['a port that starts with 0', 'http://127.0.0.1:03001/callback'],
    ['an empty port', 'http://127.0.0.1:/callback'],
    ['a port that is no number', 'http://127.0.0.1:3001x/callback'],
    ['another path', 'http://127.0.0.1:3001/other'],
    ['a slash at the end', 'http://127.0.0.1:3001/callback/'],
    ['encoded dots', 'http://127.0.0.1:3001/x/%2e%2e/callback'],
    ['an added query', 'http://127.0.0.1:3001/callback?x=1'],
    ['a fragment', 'http://127.0.0.1:3001/callback#x'],
    ['a line break after', 'http://127.0.0.1:3001/callback\n'],
  ])('refuses a loopback redirect with %s: %j (RFC 8252 §7.3)', (_, requested) => {
    expect(matchRedirectUri(requested, LOOPBACK)).toBe(false)
  })

  it('accepts no other text than the one registered, outside loopback (RFC 9700 §2.1)', () => {
    const uris = fc.webUrl({ withQueryParameters: true })
    fc.assert(
      fc.property(uris, fc.oneof(uris, fc.string()), (registered, requested) => {
        expect(matchRedirectUri(registered, [registered])).toBe(true)
        expect(matchRedirectUri(requested, [registered])).toBe(requested === registered)
      }),
    )
  })

  it('accepts no registered URI with one character inserted, removed or changed (RFC 9700 §2.1)', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...REGISTERED),
        fc.nat(),
        fc.nat(1),
        fc.string({ maxLength: 1 }),
        (uri, at, cut, put) => {
          const index = at % uri.length
          const mutated = `${uri.slice(0, index)}${put}${uri.slice(index + cut)}`
          expect(matchRedirectUri(mutated, [uri])).toBe(mutated === uri)
        },
      ),
    )
  })
})
