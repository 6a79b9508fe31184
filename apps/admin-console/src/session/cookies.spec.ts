import { describe, expect, it } from '@jest/globals'
import { ConsoleCookies } from './cookies'

const local = new ConsoleCookies(new URL('http://localhost:4002'))
const published = new ConsoleCookies(new URL('https://console.example.com'))

describe('ConsoleCookies (RFC 6265bis §4.1.3.2)', () => {
  it('uses the __Host- prefix with Secure and path / when the console is https', () => {
    expect(published.sessionName).toBe('__Host-gatehouse-console')
    expect(published.pendingSignInName('abc')).toMatch(/^__Host-/)
    expect(published.attributes(60)).toEqual({
      httpOnly: true,
      sameSite: 'lax',
      secure: true,
      path: '/',
      maxAge: 60,
    })
  })

  it('uses neither prefix nor Secure on http, where browsers would drop the cookie', () => {
    expect(local.sessionName).toBe('gatehouse-console')
    expect(local.attributes(60).secure).toBe(false)
  })

  it('is never readable by a script and never sent with a request that another site posts', () => {
    for (const cookies of [local, published]) {
      expect(cookies.attributes(60)).toMatchObject({ httpOnly: true, sameSite: 'lax' })
    }
  })

  it('gives each pending sign-in a cookie of its own and tells it from the session', () => {
    expect(local.pendingSignInName('first-sign-in-0001')).not.toBe(
      local.pendingSignInName('second-sign-in-01'),
    )
    expect(local.isPendingSignIn(local.pendingSignInName('first'))).toBe(true)
    expect(local.isPendingSignIn(local.sessionName)).toBe(false)
  })

  it('does not put the whole state into a cookie name', () => {
    const state = 'x'.repeat(43)
    expect(local.pendingSignInName(state)).not.toContain(state)
  })
})
