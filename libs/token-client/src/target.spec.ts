import { describe, expect, it } from '@jest/globals'
import { targetName, targetParameters } from './target.js'

describe('targetName', () => {
  it('is the same for the same scopes in another order (RFC 6749 §3.3)', () => {
    expect(targetName({ resource: 'https://bank', scope: 'b  a' })).toBe(
      targetName({ resource: 'https://bank', scope: 'a b' }),
    )
  })

  it('differs by scope and by resource', () => {
    const names = [{}, { scope: 'a' }, { resource: 'https://bank' }, { resource: 'https://bank', scope: 'a' }]
    expect(new Set(names.map(targetName)).size).toBe(4)
  })
})

describe('targetParameters', () => {
  it('leaves out what is absent instead of sending the word "undefined"', () => {
    const untyped = JSON.parse('{"resource":"https://bank"}') as object
    expect(targetParameters({ ...untyped, ...({ scope: undefined } as object) })).toEqual({
      resource: 'https://bank',
    })
    expect(targetParameters({ scope: '' })).toEqual({})
  })
})
