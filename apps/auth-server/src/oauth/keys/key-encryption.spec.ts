import { randomBytes } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { someSettings } from '../records.fixture.js'
import { CannotOpen, KeyEncryption } from './key-encryption.js'

const [FIRST, SECOND] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')]
const under = (current: string, previous?: string) =>
  new KeyEncryption(
    someSettings({
      GATEHOUSE_KEY_ENCRYPTION_KEY: current,
      ...(previous ? { GATEHOUSE_PREVIOUS_KEY_ENCRYPTION_KEY: previous } : {}),
    }),
  )
const secret = Buffer.from('a private key')

describe('KeyEncryption (NIST SP 800-38D)', () => {
  it('opens what it sealed, and seals it otherwise each time', () => {
    const encryption = under(FIRST)
    const [one, two] = [encryption.seal(secret, 'kid'), encryption.seal(secret, 'kid')]
    expect(encryption.open(one, 'kid')).toEqual(secret)
    expect(one.equals(two)).toBe(false)
    expect(one.includes(secret)).toBe(false)
  })

  it('does not open a value that was moved to another row', () => {
    const encryption = under(FIRST)
    expect(() => encryption.open(encryption.seal(secret, 'one'), 'two')).toThrow(CannotOpen)
  })

  it('does not open a value of which any byte was changed, or that was cut', () => {
    const encryption = under(FIRST)
    const sealed = encryption.seal(secret, 'kid')
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      expect(() => encryption.open(changed, 'kid')).toThrow(CannotOpen)
    }
    for (const length of [0, 1, 9, 21, 36, sealed.length - 1]) {
      expect(() => encryption.open(sealed.subarray(0, length), 'kid')).toThrow(CannotOpen)
    }
  })

  it('does not open what another key sealed, and says which setting would', () => {
    const sealed = under(FIRST).seal(secret, 'kid')
    expect(() => under(SECOND).open(sealed, 'kid')).toThrow(/GATEHOUSE_PREVIOUS_KEY_ENCRYPTION_KEY/)
  })

  it('opens with the key before the last change, knows that it is old, and seals with the new', () => {
    const sealed = under(FIRST).seal(secret, 'kid')
    const changed = under(SECOND, FIRST)
    expect(changed.open(sealed, 'kid')).toEqual(secret)
    expect(changed.isCurrent(sealed)).toBe(false)
    const anew = changed.seal(secret, 'kid')
    expect(changed.isCurrent(anew)).toBe(true)
    expect(under(SECOND).open(anew, 'kid')).toEqual(secret)
  })
})
