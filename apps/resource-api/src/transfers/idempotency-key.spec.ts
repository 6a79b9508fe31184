import { describe, expect, it } from '@jest/globals'
import { readIdempotencyKey } from './idempotency-key.js'

describe('readIdempotencyKey', () => {
  it('takes visible ASCII', () => {
    expect(readIdempotencyKey('8e03978e-40d5-43dd-bc93-6894a57f9324')).toBe(
      '8e03978e-40d5-43dd-bc93-6894a57f9324',
    )
  })

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['one of 129 characters', 'k'.repeat(129)],
    ['a space', 'two words'],
    ['several', ['one', 'two']],
    ['a control character', 'key\u0000'],
  ])('refuses %s', (_, header) => {
    expect(() => readIdempotencyKey(header)).toThrow(expect.objectContaining({ status: 400 }))
  })
})
