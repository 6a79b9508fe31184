import { describe, expect, it } from '@jest/globals'
import { sectionUrl } from './section-url'

describe('the address of a section', () => {
  it.each([
    ['RFC 6749 §3.1.2.3', 'https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2.3'],
    ['RFC 9126', 'https://www.rfc-editor.org/rfc/rfc9126'],
    ['RFC 7636 §4.6, RFC 9700 §2.1', 'https://www.rfc-editor.org/rfc/rfc7636#section-4.6'],
    ['OIDC Core §3.1.2.1', 'https://openid.net/specs/openid-connect-core-1_0.html'],
    ['javascript:alert(1)', undefined],
    ['the manual', undefined],
  ])('of %s is %s', (reference, url) => {
    expect(sectionUrl(reference)).toBe(url)
  })
})
