import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { canBeKey, isUuid, storableBytes, storableJson, storableText } from './storable.js'

describe('text for PostgreSQL', () => {
  it('replaces U+0000 and lone surrogates, and leaves everything else', () => {
    expect(storableText('a\u0000b')).toBe('a\uFFFDb')
    expect(storableText('\ud800 \udc00 \ud83d\ude00')).toBe('\uFFFD \uFFFD \u{1F600}')
    expect(storableText('ünïcode \n\t "quoted"')).toBe('ünïcode \n\t "quoted"')
  })

  it('is well-formed and without U+0000 for any input, and stable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (input) => {
        const stored = storableText(input)
        expect(stored).not.toContain('\u0000')
        expect(Buffer.from(stored, 'utf8').toString('utf8')).toBe(stored)
        expect(storableText(stored)).toBe(stored)
      }),
    )
  })

  it('cleans every string within JSON and drops what is undefined', () => {
    const dirty = { a: ['x\u0000', { b: '\ud800', c: undefined }], d: null, e: 1 }
    expect(storableJson(dirty)).toEqual({ a: ['x\uFFFD', { b: '\uFFFD' }], d: null, e: 1 })
  })
})

describe('keys for PostgreSQL', () => {
  it('refuses U+0000', () => {
    expect(canBeKey('client')).toBe(true)
    expect(canBeKey('cli\u0000ent')).toBe(false)
  })

  it('knows a UUID from what is none', () => {
    expect(isUuid('0198a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b')).toBe(true)
    for (const text of [
      '',
      'x',
      '0198a1b2c3d47e5f8a9b0c1d2e3f4a5b',
      '0198a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b\n',
    ]) {
      expect(isUuid(text)).toBe(false)
    }
  })

  it('copies bytes out of a larger buffer', () => {
    const view = Buffer.from('0123456789').subarray(2, 5)
    expect(Buffer.from(storableBytes(view).buffer).toString()).toBe('234')
  })
})
