import { describe, expect, it } from '@jest/globals'
import { initialsOf } from './initials'

describe('initialsOf', () => {
  it.each([
    ['Ada Lovelace', 'AL'],
    ['Ada King Lovelace', 'AL'],
    ['ada', 'A'],
    ['ada@example.com', 'AC'],
    ['Éva Ősz', 'ÉŐ'],
    ['𝒜da', '𝒜'],
    ['  ', '?'],
    ['', '?'],
  ])('of %j are %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials)
  })
})
