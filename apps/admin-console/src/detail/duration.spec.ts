import { describe, expect, it } from '@jest/globals'
import { partsOf } from './duration'

describe('a duration', () => {
  it.each([
    [0, ['0 second']],
    [90, ['1 minute', '30 second']],
    [5_400, ['1 hour', '30 minute']],
    [1_209_600, ['14 day']],
  ])('of %d seconds is %j', (seconds, parts) => {
    expect(partsOf(seconds).map(({ unit, count }) => `${count} ${unit}`)).toEqual(parts)
  })
})
