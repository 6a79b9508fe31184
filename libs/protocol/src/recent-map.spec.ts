import { describe, expect, it } from '@jest/globals'
import { RecentMap } from './recent-map.js'

const filled = (capacity: number, ...keys: string[]) => {
  const map = new RecentMap<number>(capacity)
  keys.forEach((key, at) => map.set(key, at))
  return { map, left: () => [...new Set(keys)].filter((key) => map.get(key) !== undefined) }
}

describe('RecentMap', () => {
  it('forgets what was added first, round after round', () => {
    expect(filled(2, 'a', 'b').left()).toEqual(['a', 'b'])
    expect(filled(2, 'a', 'b', 'c').left()).toEqual(['b', 'c'])
    expect(filled(2, 'a', 'b', 'c', 'd', 'e').left()).toEqual(['d', 'e'])
  })

  it('gives an entry another value without making room for it', () => {
    const { map, left } = filled(2, 'a', 'b', 'a')
    expect([left(), map.get('a')]).toEqual([['a', 'b'], 2])
  })

  it('never holds more than its capacity, also where entries were removed and came again', () => {
    const { map, left } = filled(3, 'a', 'b', 'c')
    map.delete('b')
    expect(left()).toEqual(['a', 'c'])
    for (const key of ['b', 'd', 'e', 'f', 'b']) map.set(key, 9)
    const held = ['a', 'b', 'c', 'd', 'e', 'f'].filter((key) => map.get(key) !== undefined)
    expect(held.length).toBeLessThanOrEqual(3)
    expect(map.get('b')).toBe(9)
  })

  it('keeps nothing with a capacity of 0', () => {
    expect(filled(0, 'a').left()).toEqual([])
  })
})
