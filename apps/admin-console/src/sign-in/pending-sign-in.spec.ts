import { describe, expect, it } from '@jest/globals'
import { Sealer } from '../session/sealing'
import { openPendingSignIn, sealPendingSignIn } from './pending-sign-in'

const SECRET = 'a secret of the console with 32+ characters'
const sealer = new Sealer(SECRET, 'pending sign-in')
const now = new Date('2026-11-21T10:00:00Z')
const pending = {
  state: 'the-state',
  nonce: 'the-nonce',
  codeVerifier: 'the-verifier',
  returnPath: '/clients',
  expiresAt: now.getTime() / 1000 + 60,
}
const cookie = sealPendingSignIn(sealer, pending)

describe('pending sign-in (RFC 6749 §10.12, RFC 7636 §7.1)', () => {
  it('comes back whole for the state it was begun with', () => {
    expect(openPendingSignIn(sealer, cookie, 'the-state', now)).toEqual(pending)
  })

  it('shows neither nonce nor verifier to whoever reads the cookie', () => {
    expect(Buffer.from(cookie.slice(3), 'base64url').toString('latin1')).not.toMatch(/the-(nonce|verifier)/)
  })

  it.each([
    ['the state is of another sign-in', cookie, 'another-state'],
    ['the state is empty', cookie, ''],
    ['the browser has no cookie', undefined, 'the-state'],
    ['the cookie was altered', `${cookie.slice(0, -2)}AA`, 'the-state'],
    [
      'the cookie was sealed by someone else',
      sealPendingSignIn(new Sealer('x'.repeat(32), 'pending sign-in'), pending),
      'the-state',
    ],
  ])('is refused when %s', (_case, value, state) => {
    expect(openPendingSignIn(sealer, value, state, now)).toBeUndefined()
  })

  it('is refused when it has expired', () => {
    expect(openPendingSignIn(sealer, cookie, 'the-state', new Date(now.getTime() + 60_000))).toBeUndefined()
  })
})
