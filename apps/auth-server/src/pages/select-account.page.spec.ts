import { describe, expect, it } from '@jest/globals'
import { byId, pageContext, textOf } from './page-reader.fixture.js'
import { selectAccountPage } from './select-account.page.js'

describe('selectAccountPage (OIDC Core §3.1.2.1, prompt=select_account)', () => {
  const page = selectAccountPage(
    { action: '/select', csrfToken: 'token', account: { label: 'ada@example.test', initials: 'AL' } },
    pageContext(),
  )

  it('posts the decision, continue or another, with the CSRF token', () => {
    expect(byId(page, 'select-account')).toMatchObject({ method: 'post', action: '/select' })
    expect(byId(page, 'decision-continue')).toMatchObject({
      name: 'decision',
      value: 'continue',
      type: 'submit',
    })
    expect(byId(page, 'decision-another')).toMatchObject({
      name: 'decision',
      value: 'another',
      type: 'submit',
    })
    expect(byId(page, 'csrf')['value']).toBe('token')
  })

  it('names the account in the words of the button', () => {
    expect(textOf(page)).toContain('Continue as ada@example.test')
  })
})
