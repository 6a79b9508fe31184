import { describe, expect, it } from '@jest/globals'
import { errorPage, type ErrorView } from './error.page.js'
import { byId, find, pageContext, textOf } from './page-reader.fixture.js'

const view: ErrorView = {
  title: 'This page has expired',
  sentence: 'It was open for too long.',
  code: 'interaction_expired',
  traceId: '0f9c2d7e',
}
const details = {
  rule: 'redirect_uri is registered',
  expected: 'http://a.test/cb',
  got: 'http://a.test/cb/',
  mend: 'Register it.',
  reference: 'RFC 6749 §3.1.2.4',
}
const render = (changes: Partial<ErrorView> = {}) => errorPage({ ...view, ...changes }, pageContext())

describe('errorPage', () => {
  it('shows the title, the sentence, the code and the trace id', () => {
    const page = render()
    expect(textOf(page)).toContain('This page has expired It was open for too long.')
    expect(textOf(page)).toContain('Code interaction_expired Trace id 0f9c2d7e')
  })

  it('offers copying only where the script wakes the button', () => {
    expect(byId(render(), 'copy-facts')).toMatchObject({
      type: 'button',
      hidden: '',
      'data-copy': 'error-code trace-id',
    })
  })

  it('leads back only to a web address, and nowhere without one (RFC 6749 §4.1.2.1)', () => {
    expect(byId(render({ backUri: 'https://a.test/' }), 'back')['href']).toBe('https://a.test/')
    expect(find(render({ backUri: 'javascript:alert(1)' }), 'a')).toEqual([])
    expect(find(render(), 'a')).toEqual([])
  })

  it('shows nothing for developers unless it is given', () => {
    expect(textOf(render())).not.toContain('For developers')
    expect(find(render(), 'section')).toEqual([])
  })

  it('shows developers the rule, the difference, the mend and the section', () => {
    const page = render({ details })
    const text = textOf(page)
    for (const part of ['redirect_uri is registered', 'Register it.', 'RFC 6749 §3.1.2.4'])
      expect(text).toContain(part)
    expect(page).toContain('http://a.test/cb<mark>/</mark>')
  })
})
