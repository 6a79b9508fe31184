import { describe, expect, it } from '@jest/globals'
import { formTokenFor, isFormToken, newSessionId, sessionKeyOf } from './session-id'

const SECRET = 'a secret of the console with 32+ characters'

describe('session id', () => {
  it('has 256 bits and never comes twice', () => {
    const ids = new Set(Array.from({ length: 1000 }, newSessionId))
    expect(ids.size).toBe(1000)
    for (const id of ids) expect(Buffer.from(id, 'base64url')).toHaveLength(32)
  })

  it('is not what the store is keyed by', () => {
    const id = newSessionId()
    expect(sessionKeyOf(id)).not.toContain(id)
    expect(sessionKeyOf(id)).toBe(sessionKeyOf(id))
  })
})

describe('form token', () => {
  const key = sessionKeyOf('one')

  it('is accepted for the session it was made for', () => {
    expect(isFormToken(SECRET, key, formTokenFor(SECRET, key))).toBe(true)
  })

  it.each([
    ['of another session', formTokenFor(SECRET, sessionKeyOf('two'))],
    ['under another secret', formTokenFor('another secret with more than 32 characters', key)],
    ['empty', ''],
    ['missing', null],
    ['a file', {}],
  ])('is refused when %s', (_case, presented) => {
    expect(isFormToken(SECRET, key, presented)).toBe(false)
  })
})
