import { expect, it } from '@jest/globals'
import { changeOf } from './change'

it.each([
  [
    { value: 12, previous: 10 },
    { way: 'more', share: 0.2 },
  ],
  [
    { value: 5, previous: 10 },
    { way: 'less', share: 0.5 },
  ],
  [
    { value: 0, previous: 4 },
    { way: 'less', share: 1 },
  ],
  [
    { value: 7, previous: 7 },
    { way: 'same', share: 0 },
  ],
  [
    { value: 0, previous: 0 },
    { way: 'same', share: 0 },
  ],
  [
    { value: 3, previous: 0 },
    { way: 'new', share: 0 },
  ],
] as const)('a figure of %p changed by %p', (figure, change) => {
  expect(changeOf(figure)).toEqual(change)
})
