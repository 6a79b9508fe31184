import { describe, expect, it } from '@jest/globals'
import { newTraceId } from './trace-ids.js'

describe('newTraceId', () => {
  it('never gives the same id twice, beyond what is drawn at once', () => {
    const ids = Array.from({ length: 2_000 }, newTraceId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{16}$/)
  })
})
