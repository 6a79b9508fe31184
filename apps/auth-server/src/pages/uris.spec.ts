import { describe, expect, it } from '@jest/globals'
import { displayHost, pictureUri, redirectTarget, webUri } from './uris.js'

const dangerous = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'blob:https://app.example.test/1',
  'file:///etc/passwd',
  '//evil.example.test',
  'not a uri',
  '',
]

describe('URIs of somebody else (RFC 7591 §5)', () => {
  it.each(dangerous)('neither links to, shows nor redirects to %j', (uri) => {
    expect(webUri(uri)).toBeUndefined()
    expect(pictureUri(uri)).toBeUndefined()
    expect(() => redirectTarget(uri)).toThrow(RangeError)
  })

  it('links to http and https, and loads pictures by https only', () => {
    expect(webUri('http://app.example.test/a')).toBe('http://app.example.test/a')
    expect(webUri('https://app.example.test/a')).toBe('https://app.example.test/a')
    expect(pictureUri('https://app.example.test/a.png')).toBe('https://app.example.test/a.png')
    expect(pictureUri('http://app.example.test/a.png')).toBeUndefined()
    expect(webUri(undefined)).toBeUndefined()
  })

  it('redirects to a private-use scheme with a dot and keeps every character (RFC 8252 §7.1)', () => {
    const uri = 'com.Example.app:/cb?code=a%2fb'
    expect(redirectTarget(uri)).toBe(uri)
    expect(() => redirectTarget('exampleapp:/cb')).toThrow(RangeError)
  })

  it('shows the host with an unusual port, or the scheme of a native app', () => {
    expect(displayHost('https://portal.example.test:443/cb')).toBe('portal.example.test')
    expect(displayHost('http://localhost:3000/cb')).toBe('localhost:3000')
    expect(displayHost('com.example.app:/cb')).toBe('com.example.app')
    expect(displayHost('nonsense')).toBe('')
  })
})
