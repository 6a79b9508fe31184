import { describe, expect, it } from '@jest/globals'
import { html } from './html.js'
import { documentPage, type PageContext, type PageParts } from './layout.page.js'
import { find, pageContext, textOf } from './page-reader.fixture.js'

const render = (parts: Partial<PageParts>, page: Partial<PageContext> = {}) =>
  documentPage({ title: 'Sign in', body: html`<h1>Sign in</h1>`, ...parts }, { ...pageContext(), ...page })

describe('documentPage', () => {
  it('starts with the doctype, so that no browser falls into quirks mode', () => {
    expect(render({}).startsWith('<!doctype html>')).toBe(true)
  })

  it('names the page, the brand, and an error first', () => {
    expect(render({})).toContain('<title>Sign in · Gatehouse</title>')
    expect(render({ hasErrors: true })).toContain('<title>Error: Sign in · Gatehouse</title>')
  })

  it('loads everything from under the path that it is given', () => {
    const page = render({}, { assetsPath: '/tenant/assets' })
    const sources = [...find(page, 'link'), ...find(page, 'script')].map(
      ({ attributes }) => attributes['href'] ?? attributes['src'] ?? '',
    )
    expect(sources).toHaveLength(7)
    expect(sources.filter((source) => !source.startsWith('/tenant/assets/'))).toEqual([])
  })

  it('carries the wish of the client for the display (OIDC Core §3.1.2.1)', () => {
    expect(find(render({ display: 'popup' }), 'html')[0]?.attributes['data-display']).toBe('popup')
    expect(find(render({}), 'html')[0]?.attributes['data-display']).toBe('page')
  })

  it('has a footer only when links are configured, and none that runs a script', () => {
    expect(find(render({}), 'footer')).toHaveLength(0)
    const links = ['/help', 'https://a.test/privacy', 'javascript:alert(1)', '//evil.test'].map((uri) => ({
      label: uri,
      uri,
    }))
    const page = render({}, { footerLinks: links })
    expect(find(page, 'a').map(({ attributes }) => attributes['href'])).toEqual([
      '/help',
      'https://a.test/privacy',
    ])
    expect(textOf(page)).not.toContain('javascript:')
  })

  it('refreshes only when it is told where to', () => {
    const refresh = (page: string) =>
      find(page, 'meta').find(({ attributes }) => attributes['http-equiv'] === 'refresh')
    expect(refresh(render({}))).toBeUndefined()
    expect(refresh(render({ refreshUri: 'com.a.b:/cb?x=1&y=2' }))?.attributes['content']).toBe(
      '0;url=com.a.b:/cb?x=1&y=2',
    )
  })
})
