import { describe, expect, it } from '@jest/globals'
import { Given } from '../given.js'
import { givenUserAttributes } from './user-attributes.js'
import { freshPassword } from './user-password.js'

const before = {
  email: 'ada@example.com',
  phoneNumber: '+493012345678',
  address: { locality: 'London', country: 'GB' },
}

describe('attributes of a person (OIDC Core §5.1)', () => {
  it('are only those given; an empty value takes away', () => {
    expect(givenUserAttributes(new Given({}), before)).toEqual({})
    expect(givenUserAttributes(new Given({ nickname: '', name: 'Ada' }), before)).toEqual({
      nickname: null,
      name: 'Ada',
    })
  })

  it('are not verified any more when they change, unless the line says so', () => {
    expect(givenUserAttributes(new Given({ email: 'new@example.com' }), before)).toEqual({
      email: 'new@example.com',
      emailVerified: false,
    })
    expect(givenUserAttributes(new Given({ email: 'ADA@example.com' }), before)).toEqual({
      email: 'ada@example.com',
    })
    expect(givenUserAttributes(new Given({ 'phone-number': '' }), before)).toEqual({
      phoneNumber: null,
      phoneNumberVerified: false,
    })
    expect(
      givenUserAttributes(new Given({ email: 'new@example.com', 'email-verified': true }), before),
    ).toMatchObject({ emailVerified: true })
  })

  it('cannot be verified where there is nothing', () => {
    expect(() => givenUserAttributes(new Given({ 'email-verified': true }))).toThrow('--email-verified: ')
    const gone = new Given({ 'phone-number': '', 'phone-number-verified': true })
    expect(() => givenUserAttributes(gone, before)).toThrow('--phone-number-verified: ')
  })

  it('change single members of the address (OIDC Core §5.1.1)', () => {
    const change = new Given({ 'address-locality': '', 'address-street-address': '1 Road\\nFlat 2' })
    expect(givenUserAttributes(change, before).address).toEqual({
      street_address: '1 Road\nFlat 2',
      country: 'GB',
    })
    const away = new Given({ 'address-locality': '', 'address-country': '' })
    expect(givenUserAttributes(away, before).address).toBeNull()
  })

  it.each([
    ['picture', 'javascript:alert(1)'],
    ['website', 'example.com'],
    ['birthdate', 'yesterday'],
    ['address-country', '\u0007'],
    ['username', ''],
  ])('are refused by the name of their option: --%s %s', (option, text) => {
    expect(() => givenUserAttributes(new Given({ [option]: text }))).toThrow(`--${option}: `)
  })
})

describe('a password from the command line (NIST SP 800-63B §5.1.1.2)', () => {
  const passwordFrom = (options: Record<string, unknown>, input = '') =>
    freshPassword(new Given(options), {
      passwordHashing: () => ({ pepper: 'pepper', cost: 4 }),
      readInput: () => Promise.resolve(input),
    })

  it('is random where none is given, and shown only then', async () => {
    const made = await passwordFrom({})
    expect(made.clear).toMatch(/^[\w-]{20}$/u)
    expect((await passwordFrom({})).clear).not.toBe(made.clear)
    expect((await passwordFrom({ 'password-stdin': true }, 'correct horse\n')).clear).toBeUndefined()
  })

  it.each([
    [{ password: 'short' }, '', '--password: must have at least 8'],
    [{ password: 'passw0rd' }, '', '--password: is one of the most common'],
    [{ password: '' }, '', '--password: must have at least 8'],
    [{ 'password-stdin': true }, '\n', '--password-stdin: must have at least 8'],
    [{ password: 'x'.repeat(257) }, '', '--password: must have at most 256'],
  ])('is refused as on the pages: %j', async (options, input, problem) => {
    await expect(passwordFrom(options, input)).rejects.toThrow(problem)
  })
})
