import { describe, expect, it } from '@jest/globals'
import { changedBetween, markDifference } from './difference'

describe('what changed between before and after', () => {
  it.each([
    ['a value', { a: 1 }, { a: 2 }, [{ name: 'a', removed: ['1'], added: ['2'] }]],
    ['nothing', { a: [1], b: null }, { a: [1], b: null }, []],
    [
      'an entry of a list',
      { a: ['x', 'y'] },
      { a: ['y', 'z'] },
      [{ name: 'a', removed: ['x'], added: ['z'] }],
    ],
    [
      'an order',
      { a: ['x', 'y'] },
      { a: ['y', 'x'] },
      [{ name: 'a', removed: ['x', 'y'], added: ['y', 'x'] }],
    ],
    ['what was made', null, { a: true }, [{ name: 'a', removed: [], added: ['true'] }]],
    ['what was removed', { a: { b: 1 } }, null, [{ name: 'a', removed: ['{"b":1}'], added: [] }]],
    ['what was empty', { a: null }, { a: 'x' }, [{ name: 'a', removed: [], added: ['x'] }]],
  ])('shows %s', (_, before, after, expected) => {
    expect(changedBetween(before, after)).toEqual(expected)
  })
})

describe('two texts side by side', () => {
  it.each([
    [
      'https://a.example/cb',
      'https://a.example/cb/',
      ['https://a.example/cb', '', ''],
      ['https://a.example/cb', '/', ''],
    ],
    ['http://a:80/', 'http://a:81/', ['http://a:8', '0', '/'], ['http://a:8', '1', '/']],
    ['aa', 'aaa', ['aa', '', ''], ['aa', 'a', '']],
    ['', 'x', ['', '', ''], ['', 'x', '']],
  ])('are marked where %j and %j differ', (one, other, markedOne, markedOther) => {
    expect(markDifference(one, other)).toEqual([markedOne, markedOther])
  })
})
