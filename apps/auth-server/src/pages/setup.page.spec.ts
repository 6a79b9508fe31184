import { describe, expect, it } from '@jest/globals'
import { byId, find, pageContext, tagsOf, textOf } from './page-reader.fixture.js'
import { setupPage, type SetupView } from './setup.page.js'

const view: SetupView = { action: '/setup', csrfToken: 'token', values: { name: '', email: '' }, errors: {} }
const render = (changes: Partial<SetupView> = {}) => setupPage({ ...view, ...changes }, pageContext())
const focused = (page: string) =>
  tagsOf(page).find(({ attributes }) => 'autofocus' in attributes)?.attributes['id']

describe('setupPage', () => {
  it('posts csrf, name, email and password to the action', () => {
    const page = render()
    expect(byId(page, 'setup')).toMatchObject({ method: 'post', action: '/setup' })
    expect(find(page, 'input').map(({ attributes }) => attributes['name'])).toEqual([
      'csrf',
      'name',
      'email',
      'password',
    ])
    expect(focused(page)).toBe('name')
  })

  it('asks for a new password with its bounds, and describes it', () => {
    expect(byId(render(), 'password')).toMatchObject({
      type: 'password',
      autocomplete: 'new-password',
      minlength: '8',
      maxlength: '256',
      'aria-describedby': 'password-hint',
    })
  })

  it('keeps what was typed, except the password', () => {
    const page = render({ values: { name: 'Ada', email: 'ada@example.test' } })
    expect(byId(page, 'name')['value']).toBe('Ada')
    expect(byId(page, 'email')['value']).toBe('ada@example.test')
    expect(byId(page, 'password')).not.toHaveProperty('value')
  })

  it('links the summary to the wrong fields in their order and focuses the first', () => {
    const page = render({ errors: { password: 'Choose a longer one.', email: 'Enter an email.' } })
    expect(find(page, 'a').map(({ attributes }) => attributes['href'])).toEqual(['#email', '#password'])
    expect(byId(page, 'error-summary')['role']).toBe('alert')
    expect(byId(page, 'email')).toMatchObject({ 'aria-invalid': 'true', 'aria-describedby': 'email-error' })
    expect(byId(page, 'password')['aria-describedby']).toBe('password-error password-hint')
    expect(byId(page, 'name')).not.toHaveProperty('aria-invalid')
    expect(focused(page)).toBe('email')
    expect(textOf(page)).toContain('Some answers need another look.')
  })

  it('has no summary when nothing is wrong', () => {
    expect(byId(render(), 'error-summary')).toEqual({})
  })
})
