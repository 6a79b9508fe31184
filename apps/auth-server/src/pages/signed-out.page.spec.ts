import { describe, expect, it } from '@jest/globals'
import { byId, find, pageContext, textOf } from './page-reader.fixture.js'
import { signedOutPage } from './signed-out.page.js'

describe('signedOutPage (OpenID Connect RP-Initiated Logout 1.0 §4)', () => {
  it('says so, and leads nowhere without an address', () => {
    const page = signedOutPage({ clientName: 'Web portal' }, pageContext())
    expect(textOf(page)).toContain('You are signed out')
    expect(find(page, 'a')).toEqual([])
  })

  it('leads back to the app by its name, or without one', () => {
    const backUri = 'https://portal.example.test/'
    const named = signedOutPage({ clientName: 'Web portal', backUri }, pageContext())
    expect(byId(named, 'back')['href']).toBe(backUri)
    expect(textOf(named)).toContain('Back to Web portal')
    expect(textOf(signedOutPage({ backUri }, pageContext()))).toContain('Back to the app')
  })

  it('never leads to a script', () => {
    expect(find(signedOutPage({ backUri: 'javascript:alert(1)' }, pageContext()), 'a')).toEqual([])
  })
})
