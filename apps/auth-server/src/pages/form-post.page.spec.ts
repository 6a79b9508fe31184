import { describe, expect, it } from '@jest/globals'
import { formPostPage } from './form-post.page.js'
import { byId, find, pageContext } from './page-reader.fixture.js'

describe('formPostPage (OAuth 2.0 Form Post Response Mode §2)', () => {
  const parameters = { code: 'a"b<c', state: 's', iss: 'https://id.example.test' }
  const page = formPostPage({ action: 'https://app.example.test/cb?x=1&y=2', parameters }, pageContext())

  it('posts exactly the parameters to exactly the redirect URI', () => {
    expect(byId(page, 'form-post')).toMatchObject({
      method: 'post',
      action: 'https://app.example.test/cb?x=1&y=2',
    })
    const sent = find(page, 'input').map(({ attributes }) => [attributes['name'], attributes['value']])
    expect(sent).toEqual(Object.entries(parameters))
  })

  it('posts by the script, and by a button that sends nothing itself where there is none', () => {
    expect(byId(page, 'form-post')).toHaveProperty('data-autosubmit')
    expect(byId(page, 'continue')).toEqual({ type: 'submit', class: 'primary', id: 'continue' })
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', 'app:/cb'])('never posts to %s', (action) => {
    expect(() => formPostPage({ action, parameters }, pageContext())).toThrow(RangeError)
  })
})
