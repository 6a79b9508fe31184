import { describe, expect, it } from '@jest/globals'
import { markDifference } from './difference.js'

const marked = (expected: string, got: string) => markDifference(expected, got).map(({ markup }) => markup)

describe('markDifference', () => {
  it('marks what stands in one URI and not in the other', () => {
    expect(marked('http://a.test/cb', 'http://a.test/cb/')).toEqual([
      'http://a.test/cb',
      'http://a.test/cb<mark>/</mark>',
    ])
    expect(marked('http://a.test:3000/cb', 'http://a.test:3001/cb')).toEqual([
      'http://a.test:300<mark>0</mark>/cb',
      'http://a.test:300<mark>1</mark>/cb',
    ])
  })

  it('never marks the same character twice when a part repeats', () => {
    expect(marked('http://a.test/aa', 'http://a.test/aaa')).toEqual([
      'http://a.test/aa',
      'http://a.test/aa<mark>a</mark>',
    ])
  })

  it('leaves sentences and equal URIs unmarked, and escapes them', () => {
    expect(marked('S256', '<plain>')).toEqual(['S256', '&lt;plain&gt;'])
    expect(marked('http://a.test/', 'http://a.test/')).toEqual(['http://a.test/', 'http://a.test/'])
    expect(marked('http://a.test/', 'http://a.test/<b>')[1]).toBe('http://a.test/<mark>&lt;b&gt;</mark>')
  })
})
