import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { redirectUriProblem } from './redirect-uri-registration.js'
import { matchRedirectUri } from './redirect-uri.js'

describe('redirectUriProblem', () => {
  it.each([
    'https://app.example',
    'https://app.example/callback',
    'https://app.example:8443/callback?tenant=a&x=%2F',
    'https://xn--bcher-kva.example/callback',
    'https://192.0.2.1/callback',
    'http://localhost:3000/api/auth/callback',
    'http://127.0.0.1/callback',
    'http://127.0.0.1:3000/callback',
    'http://[::1]:3000/callback',
    'com.example.app:/callback',
    'com.example.MyApp://auth/callback',
    'com.example.app://auth',
  ])('lets %s be registered (RFC 6749 §3.1.2, RFC 8252 §7)', (uri) => {
    expect(redirectUriProblem(uri)).toBeUndefined()
  })

  it.each([
    ['', /is empty/],
    ['/callback', /is absolute/],
    ['//app.example/callback', /is absolute/],
    ['app.example/callback', /is absolute/],
    ['?x=1', /is absolute/],
    ['https://app.example/callback#', /no fragment/],
    ['https://app.example/callback#x', /no fragment/],
    ['com.example.app:/callback#x', /no fragment/],
  ])('refuses %j, which is relative or has a fragment (RFC 6749 §3.1.2)', (uri, problem) => {
    expect(redirectUriProblem(uri)).toMatch(problem)
  })

  it.each([
    'https://*.app.example/callback',
    'https://app.example/*',
    '*',
    'https://app.example/cb?x=*',
    'com.example.*:/cb',
  ])('refuses the wildcard in %s (RFC 9700 §4.1.3)', (uri) => {
    expect(redirectUriProblem(uri)).toMatch(/wildcards/)
  })

  it.each([
    'https://app.example/call back',
    'https://app.example\\callback',
    'https://evil.example\\@app.example/',
    'https://app.example/%',
    'https://app.example/{id}',
    'https://app.example/"',
    'https://bücher.example/',
    'https://app.example/\r\nSet-Cookie:a=b',
    'https://app.example/callback\n',
    'java\nscript:alert(1)',
  ])('refuses %j, which holds characters that no URI holds (RFC 3986 §2)', (uri) => {
    expect(redirectUriProblem(uri)).toMatch(/RFC 3986 allows/)
  })

  it.each([
    'https://me@app.example/',
    'https://app.example@evil.example/',
    'https://a:b@app.example/',
    'com.example.app://me@host/',
    'https://@app.example/',
  ])('refuses the user information of %s (RFC 9700 §4.1)', (uri) => {
    expect(redirectUriProblem(uri)).toMatch(/user name or password/)
  })

  it.each([
    'http://app.example/cb',
    'http://192.168.0.1/cb',
    'http://127.0.0.2/cb',
    'http://0.0.0.0/cb',
    'http://localhost.evil.example/cb',
    'http://127.0.0.1.evil.com/cb',
    'http://app.localhost/cb',
  ])(
    'refuses plain http to %s, which is not this device for certain (RFC 9700 §2.6, RFC 8252 §7.3)',
    (uri) => {
      expect(redirectUriProblem(uri)).toMatch(/Plain http/)
    },
  )

  it.each([
    'HTTPS://app.example/cb',
    'https://App.example/cb',
    'https://app.example/a/../cb',
    'https://app.example/./cb',
    'https://app.example/a/%2e%2e/cb',
    'https://app.example/a/%2E./cb',
    'https://app%2eexample/cb',
    'http://127.1:3000/cb',
    'http://0x7f000001/cb',
    'http://2130706433/cb',
    'http://[0:0:0:0:0:0:0:1]/cb',
    'http:///cb?x',
  ])('refuses %s, which a browser would turn into another URI (RFC 3986 §6.2)', (uri) => {
    expect(redirectUriProblem(uri)).toMatch(/A browser would go to|names no host/)
  })

  it.each([
    'https:',
    'https:///cb',
    'https://',
    'https:app.example/cb',
    'https:/app.example/cb',
    'https://:443/cb',
    'http://::1/cb',
  ])('refuses %s, which names no host (RFC 9110 §4.2.2)', (uri) => {
    expect(redirectUriProblem(uri)).toMatch(/names no host/)
  })

  it.each([
    'https://app.example:/cb',
    'https://app.example:0/cb',
    'https://app.example:65536/cb',
    'https://app.example:x/cb',
    'https://[::1/cb',
    'https://256.0.0.1/cb',
    'com.example.app://[::1/cb',
    'com.example.app://host:65536/cb',
  ])('refuses the host or port of %s (RFC 3986 §3.2)', (uri) => {
    expect(redirectUriProblem(uri)).toMatch(/host or port/)
  })

  it('refuses a host that ends in a dot, which is another origin (RFC 6454 §4)', () => {
    expect(redirectUriProblem('https://app.example./cb')).toMatch(/ends in a dot/)
    expect(redirectUriProblem('http://localhost./cb')).toMatch(/ends in a dot/)
  })

  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://app.example/x',
    'about:blank',
    'myapp:/callback',
    'myapp://callback',
    'localhost:3000/cb',
    'urn:ietf:wg:oauth:2.0:oob',
  ])('refuses %s, whose scheme is no reversed domain name (RFC 8252 §7.1, §8.4)', (uri) => {
    expect(redirectUriProblem(uri)).toMatch(/^The scheme .+ is not accepted/)
  })

  it.each(['app.example:443/cb', 'com.example.app:callback', 'com.example.app:'])(
    'refuses %s, which has no slash after its scheme (RFC 8252 §7.1)',
    (uri) => {
      expect(redirectUriProblem(uri)).toMatch(/slash after its scheme/)
    },
  )

  it('names a problem or accepts a URI that a browser keeps as it is and that matches itself (RFC 9700 §2.1)', () => {
    const pieces = fc.constantFrom(
      'http',
      'https',
      ':',
      '//',
      '/',
      '..',
      '%2e',
      '@',
      '?',
      '#',
      '127.0.0.1',
      '[::1]',
      'localhost',
      'app.example',
      '3000',
      '\\',
      '*',
      ' ',
    )
    const texts = fc.oneof(
      fc.webUrl(),
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((parts) => `https://${parts.join('')}`),
      fc.string({ unit: pieces }),
    )
    fc.assert(
      fc.property(texts, (uri) => {
        if (redirectUriProblem(uri) !== undefined) return
        expect(uri).toMatch(
          /^(?:https:\/\/|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/?]|$)|[a-z][a-z0-9+-]*\.[a-z0-9+.-]*:\/)/i,
        )
        expect(uri).not.toMatch(/[#*\\\s]/)
        const { username, password, hash, host } = new URL(uri)
        expect([username, password, hash]).toStrictEqual(['', '', ''])
        if (uri.startsWith('http')) expect(uri).toContain(host)
        expect(matchRedirectUri(uri, [uri])).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})
