import { describe, expect, it } from '@jest/globals'
import { byId, find, pageContext } from './page-reader.fixture.js'
import { redirectPage } from './redirect.page.js'

describe('redirectPage (RFC 8252 §7.1)', () => {
  it('leads to the app by refresh and by link, both to exactly the URI', () => {
    const uri = `com.example.app:/cb?code=a'b&state="<;url=https://evil.test`
    const page = redirectPage({ uri }, pageContext())
    const refresh = find(page, 'meta').find(({ attributes }) => attributes['http-equiv'] === 'refresh')
    expect(refresh?.attributes['content']).toBe(`0;url=${uri}`)
    expect(byId(page, 'continue')['href']).toBe(uri)
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', 'app:/cb', ''])('never leads to %j', (uri) => {
    expect(() => redirectPage({ uri }, pageContext())).toThrow(RangeError)
  })
})
