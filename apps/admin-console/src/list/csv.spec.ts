import { describe, expect, it } from '@jest/globals'
import { csvOf } from './csv'

describe('csvOf (RFC 4180)', () => {
  it('writes headings and rows, each ended by CRLF', () => {
    expect(
      csvOf([
        { a: 'x', b: 1 },
        { a: null, b: ['y'] },
      ]),
    ).toBe('a,b\r\nx,1\r\n,"[""y""]"\r\n')
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', ' =1+1'])('gives a spreadsheet no formula: %j', (text) => {
    expect(csvOf([{ a: text }])).toBe(`a\r\n'${text}\r\n`)
  })

  it('quotes what would break a row', () => {
    expect(csvOf([{ a: 'one,"two"\nthree' }])).toBe('a\r\n"one,""two""\nthree"\r\n')
  })
})
