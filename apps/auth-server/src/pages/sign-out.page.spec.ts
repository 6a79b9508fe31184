import { describe, expect, it } from '@jest/globals'
import { byId, pageContext, textOf } from './page-reader.fixture.js'
import { signOutPage } from './sign-out.page.js'

const view = { action: '/oauth2/logout/confirm', csrfToken: 'token' }

describe('signOutPage (OpenID Connect RP-Initiated Logout 1.0 §2)', () => {
  it('posts the decision, sign-out or stay, with the CSRF token', () => {
    const page = signOutPage(view, pageContext())
    expect(byId(page, 'sign-out')).toMatchObject({ method: 'post', action: '/oauth2/logout/confirm' })
    expect(byId(page, 'decision-sign-out')).toMatchObject({
      name: 'decision',
      value: 'sign-out',
      type: 'submit',
    })
    expect(byId(page, 'decision-stay')).toMatchObject({ name: 'decision', value: 'stay', type: 'submit' })
    expect(byId(page, 'csrf')['value']).toBe('token')
  })

  it('says what happens, and who asks and whose session it is where that is known', () => {
    const account = { label: 'ada@example.test', initials: 'AL' }
    const text = textOf(signOutPage({ ...view, clientName: 'Web portal', account }, pageContext()))
    expect(text).toContain('You will be signed out of Gatehouse in this browser.')
    expect(text).toContain('Web portal asks to sign you out.')
    expect(text).toContain('Signed in as ada@example.test')
    expect(textOf(signOutPage(view, pageContext()))).not.toMatch(/asks to|Signed in as/)
  })
})
