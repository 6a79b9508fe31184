import { describe, expect, it } from '@jest/globals'
import { choosePasswordPage, type ChoosePasswordView } from './choose-password.page.js'
import { byId, find, pageContext, textOf } from './page-reader.fixture.js'

const view: ChoosePasswordView = {
  action: '/choose-password?token=t',
  csrfToken: 'token',
  username: 'ada',
  isReplacement: false,
}
const render = (changes: Partial<ChoosePasswordView> = {}) =>
  choosePasswordPage({ ...view, ...changes }, pageContext())

describe('choosePasswordPage', () => {
  it('posts csrf and password, and shows whose it is for the password manager', () => {
    const page = render()
    expect(byId(page, 'choose-password')).toMatchObject({ method: 'post', action: view.action })
    expect(find(page, 'input').map(({ attributes }) => attributes['name'])).toEqual([
      'csrf',
      'username',
      'password',
    ])
    expect(byId(page, 'username')).toMatchObject({ value: 'ada', autocomplete: 'username', readonly: '' })
    expect(byId(page, 'password')).toMatchObject({ autocomplete: 'new-password', minlength: '8' })
    expect(byId(page, 'password')).not.toHaveProperty('value')
  })

  it('says what goes with a password that was there', () => {
    expect(textOf(render())).not.toContain('signed out')
    expect(textOf(render({ isReplacement: true }))).toContain('signed out')
  })

  it('says what is wrong, with a link to the field', () => {
    const page = render({ error: 'Choose a longer one.' })
    expect(find(page, 'a').map(({ attributes }) => attributes['href'])).toEqual(['#password'])
    expect(byId(page, 'password')).toMatchObject({ 'aria-invalid': 'true' })
    expect(byId(render(), 'error-summary')).toEqual({})
  })
})
