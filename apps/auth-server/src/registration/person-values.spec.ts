import { describe, expect, it } from '@jest/globals'
import { BadValue } from './refusals.js'
import {
  birthdate,
  language,
  mailAddress,
  phoneNumber,
  roleAtResource,
  timeZone,
  username,
} from './person-values.js'

const readers = { birthdate, language, mailAddress, phoneNumber, roleAtResource, timeZone, username }

describe('what is known of a person (OIDC Core §5.1)', () => {
  it.each([
    ['birthdate', '1815-12-10'],
    ['birthdate', '0000-02-29'],
    ['birthdate', '1990'],
    ['birthdate', '0000'],
    ['timeZone', 'Europe/Berlin'],
    ['timeZone', 'America/Argentina/Buenos_Aires'],
    ['timeZone', 'UTC'],
    ['phoneNumber', '+493012345678'],
    ['mailAddress', 'ada@example.com'],
    ['username', 'ada.lovelace'],
  ] as const)('a %s may be %s', (reader, text) => {
    expect(readers[reader](text)).toBe(text)
  })

  it.each([
    ['birthdate', '1815-02-30'],
    ['birthdate', '1900-02-29'],
    ['birthdate', '1815-13-01'],
    ['birthdate', '10.12.1815'],
    ['birthdate', '15-12-10'],
    ['timeZone', 'Mars/Olympus'],
    ['timeZone', '+01:00'],
    ['timeZone', 'europe/berlin'],
    ['timeZone', ''],
    ['language', 'english language'],
    ['language', 'e'],
    ['language', ''],
    ['phoneNumber', '03012345678'],
    ['phoneNumber', '+49 30 12345678'],
    ['phoneNumber', '+0301234567'],
    ['phoneNumber', '+1234567890123456'],
    ['mailAddress', 'ada'],
    ['mailAddress', 'ada@'],
    ['mailAddress', 'a b@example.com'],
    ['mailAddress', 'a@b@example.com'],
    ['mailAddress', `${'a'.repeat(250)}@b.de`],
    ['username', ''],
    ['username', 'ada lovelace'],
    ['username', 'a\u0000'],
    ['username', 'x'.repeat(101)],
    ['roleAtResource', 'auditor'],
    ['roleAtResource', ':auditor'],
    ['roleAtResource', 'bank:auditor'],
    ['roleAtResource', 'https://bank.example:'],
  ] as const)('a %s is never %j', (reader, text) => {
    expect(() => readers[reader](text)).toThrow(BadValue)
  })

  it('comes out in the one spelling that is compared and sent', () => {
    expect(username('Ada')).toBe('ada')
    expect(mailAddress('Ada@Example.com')).toBe('ada@example.com')
    expect(language('EN-gb')).toBe('en-GB')
    expect(() => timeZone('EUROPE/Berlin')).toThrow('is spelled Europe/Berlin')
  })

  it('holds roles at a resource whose identifier has colons too', () => {
    expect(roleAtResource('http://localhost:4001:auditor')).toEqual({
      resource: 'http://localhost:4001',
      role: 'auditor',
    })
    expect(roleAtResource('urn:gatehouse:admin:owner')).toEqual({
      resource: 'urn:gatehouse:admin',
      role: 'owner',
    })
  })
})
