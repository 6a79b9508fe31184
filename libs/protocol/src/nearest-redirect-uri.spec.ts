import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { nearestRedirectUri } from './nearest-redirect-uri.js'

const REGISTERED = [
  'https://app.example/callback',
  'https://other.example/signin-oidc',
  'http://localhost:3000/callback',
  'http://127.0.0.1/native',
]

describe('nearestRedirectUri', () => {
  it.each([
    [
      'https://app.example/callback/',
      0,
      28,
      'The path differs: expected "/callback", got "/callback/". The slash at the end counts.',
    ],
    [
      'https://app.example/Callback',
      0,
      20,
      'The path differs: expected "/callback", got "/Callback". Upper and lower case count.',
    ],
    ['http://app.example/callback', 0, 4, 'The scheme differs: expected "https", got "http".'],
    [
      'https://www.other.example/signin-oidc',
      1,
      8,
      'The host differs: expected "other.example", got "www.other.example".',
    ],
    ['https://app.example:8443/callback', 0, 19, 'The port differs: expected none, got "8443".'],
    ['https://app.example/callback?a=1', 0, 28, 'The query differs: expected none, got "a=1".'],
    ['https://app.example/callback#x', 0, 28, 'The fragment differs: expected none, got "x".'],
    ['https://me@app.example/callback', 0, 8, 'The user information differs: expected none, got "me".'],
    [
      'http://localhost:3001/callback',
      2,
      20,
      'The port differs: expected "3000", got "3001". The port may vary for http://127.0.0.1 and http://[::1] only, not for localhost (RFC 8252 §8.3).',
    ],
    [
      'https://app.example/callbac?a',
      0,
      27,
      'The path differs: expected "/callback", got "/callbac". The query differs: expected none, got "a".',
    ],
  ])('explains %s (RFC 9700 §2.1)', (requested, index, differsAt, explanation) => {
    expect(nearestRedirectUri(requested, REGISTERED)).toStrictEqual({
      registered: REGISTERED[index],
      differsAt,
      explanation,
    })
  })

  it('is undefined where none is registered', () => {
    expect(nearestRedirectUri('https://app.example/callback', [])).toBeUndefined()
  })

  it.each(['https://app.example/callback', 'http://127.0.0.1:51234/native'])(
    'is undefined for %s, which is not refused (RFC 8252 §7.3)',
    (requested) => {
      expect(nearestRedirectUri(requested, REGISTERED)).toBeUndefined()
    },
  )

  it('points at the first differing character of any two texts, and always has an explanation', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.webUrl(), fc.string({ unit: 'binary' })),
        fc.webUrl(),
        (requested, registered) => {
          fc.pre(requested !== registered)
          const nearest = nearestRedirectUri(requested, [registered])
          expect(nearest?.registered).toBe(registered)
          const at = nearest?.differsAt ?? -1
          expect(requested.slice(0, at)).toBe(registered.slice(0, at))
          expect(requested[at]).not.toBe(registered[at])
          expect(nearest?.explanation).toMatch(/^The .+ differs: /)
        },
      ),
    )
  })

  it('answers within seconds for a request of a megabyte: time grows with the length, not with its square', () => {
    const requested = `https://app.example/${'@:/'.repeat(350_000)}`
    const started = performance.now()
    expect(nearestRedirectUri(requested, REGISTERED)?.differsAt).toBeGreaterThan(0)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
