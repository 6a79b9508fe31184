import { describe, expect, it } from '@jest/globals'
import bcrypt from 'bcrypt'
import { hashPassword, passwordMatches } from './password-hash.js'

const PEPPER = 'pepper-of-the-tests'
// The least cost that bcrypt knows: what is tested here does not depend on it.
const HASHING = { pepper: PEPPER, cost: 4 }

const matches = async (password: string, typed: string) =>
  passwordMatches(typed, await hashPassword(password, HASHING), PEPPER)

describe('a password hash', () => {
  it('is bcrypt with the configured cost and a salt of its own', async () => {
    const [first, second] = [
      await hashPassword('secret', HASHING),
      await hashPassword('secret', { ...HASHING, cost: 5 }),
    ]
    expect(first).toMatch(/^\$2b\$04\$/u)
    expect(second).toMatch(/^\$2b\$05\$/u)
    expect(await hashPassword('secret', HASHING)).not.toBe(first)
  })

  it('matches the password that made it, and no other', async () => {
    expect(await matches('correct horse', 'correct horse')).toBe(true)
    for (const typed of ['Correct horse', 'correct horse ', 'correct hors', '']) {
      expect(await matches('correct horse', typed)).toBe(false)
    }
  })

  it('does not cut passwords at 72 bytes, as bcrypt alone would', async () => {
    const [one, other] = [`${'a'.repeat(72)}b`, `${'a'.repeat(72)}c`]
    expect(await bcrypt.compare(other, await bcrypt.hash(one, 4))).toBe(true)
    expect(await matches(one, other)).toBe(false)
    expect(await matches(one, one)).toBe(true)
    expect(await matches('🔑'.repeat(256), '🔑'.repeat(255) + '🗝')).toBe(false)
  })

  it('does not end at a NUL, as bcrypt alone would', async () => {
    expect(await matches('abc\u0000def', 'abc\u0000xyz')).toBe(false)
    expect(await matches('abc\u0000def', 'abc\u0000def')).toBe(true)
  })

  it('takes what looks the same on two keyboards for the same (NIST SP 800-63B §5.1.1.2, NFKC)', async () => {
    expect(await matches('caf\u00e9', 'cafe\u0301')).toBe(true)
    expect(await matches('\uff50\uff41\uff53\uff53', 'pass')).toBe(true)
    expect(await matches('caf\u00e9', 'cafe')).toBe(false)
  })

  it('cannot be checked without the pepper', async () => {
    const hash = await hashPassword('secret', HASHING)
    expect(await passwordMatches('secret', hash, 'another pepper')).toBe(false)
    expect(await bcrypt.compare('secret', hash)).toBe(false)
  })
})
