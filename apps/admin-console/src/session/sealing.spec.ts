import { describe, expect, it } from '@jest/globals'
import { Sealer } from './sealing'

const SECRET = 'a secret of the console with 32+ characters'
const sealer = new Sealer(SECRET, 'test')

describe('Sealer (NIST SP 800-38D)', () => {
  it('opens what it sealed, for the same context', () => {
    expect(sealer.open(sealer.seal('grüße', 'here'), 'here')).toBe('grüße')
  })

  it('seals the same text differently each time: the IV is fresh (§8.2)', () => {
    expect(sealer.seal('text', 'here')).not.toBe(sealer.seal('text', 'here'))
  })

  it('does not show the text', () => {
    const sealed = sealer.seal('refresh-token-value', 'here')
    expect(Buffer.from(sealed.slice(3), 'base64url').toString('latin1')).not.toContain('refresh-token-value')
  })

  it('opens nothing in another context', () => {
    expect(sealer.open(sealer.seal('text', 'here'), 'there')).toBeUndefined()
  })

  it('opens nothing sealed for another purpose or under another secret', () => {
    expect(new Sealer(SECRET, 'other').open(sealer.seal('text', 'here'), 'here')).toBeUndefined()
    expect(new Sealer(`${SECRET}!`, 'test').open(sealer.seal('text', 'here'), 'here')).toBeUndefined()
  })

  it('opens nothing when any one byte was changed', () => {
    const bytes = Buffer.from(sealer.seal('text', 'here').slice(3), 'base64url')
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index)
      expect(sealer.open(`v1.${changed.toString('base64url')}`, 'here')).toBeUndefined()
    }
  })

  it.each(['', 'v1.', 'v1.AAAA', 'v2.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'null'])(
    'opens nothing from %j',
    (text) => {
      expect(sealer.open(text, 'here')).toBeUndefined()
    },
  )
})
