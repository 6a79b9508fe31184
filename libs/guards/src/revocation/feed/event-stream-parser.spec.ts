import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { EventStreamParser, type StreamEvent } from './event-stream-parser.js'

const parse = (...pieces: string[]) => {
  const parser = new EventStreamParser()
  return pieces.flatMap((piece) => parser.push(piece))
}
const event = (data: string, type = 'message', lastEventId = ''): StreamEvent => ({ type, data, lastEventId })

describe('EventStreamParser (HTML §9.2.6)', () => {
  it.each([
    ['a complete event', 'id: 7\nevent: revocation\ndata: {}\n\n', [event('{}', 'revocation', '7')]],
    ['carriage returns', 'data: a\r\rdata: b\r\n\r\n', [event('a'), event('b')]],
    ['comments', ': hello\ndata: a\n:\n\n', [event('a')]],
    ['several lines of data', 'data: a\ndata:\ndata:  b\n\n', [event('a\n\n b')]],
    ['a byte order mark', '\ufeffdata: a\n\n', [event('a')]],
    ['fields that are not known', 'retry: 5\nother: x\ndata: a\n\n', [event('a')]],
    [
      'an id that stays',
      'id: 1\ndata: a\n\ndata: b\n\n',
      [event('a', 'message', '1'), event('b', 'message', '1')],
    ],
    ['no space behind the colon', 'data:a\n\n', [event('a')]],
    ['a field without a colon', 'data\n\n', [event('')]],
  ])('understands %s', (_, text, events) => {
    expect(parse(text)).toEqual(events)
  })

  it.each([
    ['an event whose empty line has not come', 'data: a\n'],
    ['an event without data', 'event: heartbeat\n\n'],
    ['a comment alone', ': still here\n\n'],
  ])('says nothing of %s', (_, text) => {
    expect(parse(text)).toEqual([])
  })

  it('does not take an id with a NUL', () => {
    expect(parse('id: 1\0\ndata: a\n\n')).toEqual([event('a')])
  })

  it('ends with an error when one event grows without bound, in one line or in many', () => {
    expect(() => parse(`data: ${'x'.repeat(65_536)}`)).toThrow('longer than')
    expect(() => parse(...Array<string>(100).fill(`data: ${'x'.repeat(1_000)}\n`))).toThrow('longer than')
  })

  it('gives the same events wherever the text is cut', () => {
    const line = fc.constantFrom(
      'data: a',
      'data:b',
      'event: revocation',
      'id: 4',
      ': comment',
      '',
      'data',
      'x: y',
    )
    const ending = fc.constantFrom('\n', '\r', '\r\n')
    const text = fc
      .array(fc.tuple(line, ending), { maxLength: 30 })
      .map((lines) => lines.map(([content, end]) => content + end).join(''))
    fc.assert(
      fc.property(text, fc.array(fc.nat(), { maxLength: 20 }), (whole, cuts) => {
        const places = [...new Set(cuts.map((cut) => cut % (whole.length + 1)))].sort((a, b) => a - b)
        const pieces = [0, ...places].map((from, index) => whole.slice(from, places[index]))
        expect(parse(...pieces)).toEqual(parse(whole))
        expect(parse(...whole)).toEqual(parse(whole))
      }),
    )
  })
})
