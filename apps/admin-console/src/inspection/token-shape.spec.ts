import { describe, expect, it } from '@jest/globals'
import { pastedToken } from './token-shape'

const JWT = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl'
const OPAQUE = 'A-_0'.repeat(10) + 'xyz'

describe('pastedToken', () => {
  it.each([
    ['a JWT', JWT],
    ['a JWT that was cut off', JWT.slice(0, 30)],
    ['an opaque token', OPAQUE],
  ])('takes %s for a token', (_, text) => expect(pastedToken(text)).toBe(text))

  it('takes off the scheme, and what a terminal put in', () => {
    expect(pastedToken(`Bearer ${JWT}`)).toBe(JWT)
    expect(pastedToken(`  ${JWT.slice(0, 25)}\n  ${JWT.slice(25)}\n`)).toBe(JWT)
  })

  it.each(['', 'shop', 'ada@example.test', '1b4e28ba-2fa1-41d2-883f-0016d3cca427', `${OPAQUE}x`, 'eyJ'])(
    'takes %j for something to look for',
    (text) => expect(pastedToken(text)).toBeUndefined(),
  )
})
