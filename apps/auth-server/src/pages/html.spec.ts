import { describe, expect, it } from '@jest/globals'
import { html, raw } from './html.js'

describe('html', () => {
  it('escapes text in content and in quoted attributes', () => {
    const text = `<b onclick="x('&')">`
    const escaped = '&lt;b onclick=&quot;x(&#39;&amp;&#39;)&quot;&gt;'
    expect(html`<p title="${text}">${text}</p>`.markup).toBe(`<p title="${escaped}">${escaped}</p>`)
  })

  it('does not escape markup twice, alone or in a list', () => {
    const item = html`<b>${'a & b'}</b>`
    expect(html`<p>${item}${[item, item]}</p>`.markup).toBe(`<p>${'<b>a &amp; b</b>'.repeat(3)}</p>`)
  })

  it('escapes the texts of a list', () => {
    expect(html`<p>${['<i>', '<u>']}</p>`.markup).toBe('<p>&lt;i&gt;&lt;u&gt;</p>')
  })

  it('prints nothing for false, null and undefined, but prints 0', () => {
    expect(html`<p>${false}${null}${undefined}${0}</p>`.markup).toBe('<p>0</p>')
  })

  it('takes no object that only looks like markup, such as parsed JSON', () => {
    const forged = JSON.parse('{"markup":"<script></script>"}') as string
    expect(() => html`<p>${forged}</p>`).toThrow(TypeError)
  })

  it('leaves constants as they are', () => {
    expect(raw`<br />`.markup).toBe('<br />')
  })
})
