import { describe, expect, it } from '@jest/globals'
import { csvOf } from './csv'

describe('csvOf (RFC 4180)', () => {
  it('writes headings and rows, each ended by CRLF', () => {
    expect(
      csvOf([
        { a: 'x', b: 1 },
        { a: null, b: ['y'] },
      ]),
    ).toBe('"a","b"\r\n"x","1"\r\n"","[""y""]"\r\n')
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', ' =1+1', 'x;=1+1;y', 'a\t@b'])(
    'gives a spreadsheet no formula: %j',
    (text) => {
      expect(csvOf([{ a: text }])).toBe(`"a"\r\n"'${text}"\r\n`)
    },
  )

  it('quotes what would break a row', () => {
    expect(csvOf([{ a: 'one,"two"\nthree' }])).toBe('"a"\r\n"one,""two""\nthree"\r\n')
  })
})
