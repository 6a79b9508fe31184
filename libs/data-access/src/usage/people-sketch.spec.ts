import { describe, expect, it } from '@jest/globals'
import { PeopleSketch } from './people-sketch.js'

function sketchOf(from: number, to: number, seed = 'person'): PeopleSketch {
  const sketch = new PeopleSketch()
  for (let at = from; at < to; at += 1) sketch.add(`${seed}-${at}`)
  return sketch
}

describe('a sketch of people', () => {
  it.each([0, 1, 2, 3, 10])('counts %d of them exactly', (people) => {
    expect(sketchOf(0, people).count()).toBe(people)
  })

  it.each([100, 1_000, 20_000, 200_000])('counts %d of them within 5 %', (people) => {
    expect(Math.abs(sketchOf(0, people).count() - people) / people).toBeLessThan(0.05)
  })

  it.each([4_000, 5_000, 6_000, 9_000])('counts %d of them within 5 %, whoever they are', (people) => {
    const errors = Array.from(
      { length: 20 },
      (_, seed) => sketchOf(0, people, `people-${seed}`).count() / people - 1,
    )
    expect(errors.filter((error) => Math.abs(error) > 0.05).length).toBeLessThanOrEqual(1)
    expect(Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length)).toBeLessThan(0.025)
  })

  it('counts nobody twice, however often they come and in however many hours', () => {
    const both = sketchOf(0, 30)
    both.join(sketchOf(20, 40))
    both.join(sketchOf(0, 40))
    expect(both.count()).toBe(sketchOf(0, 40).count())
  })

  it('is the same after it was stored', () => {
    const stored = new PeopleSketch(sketchOf(0, 500).bytes)
    expect(stored.count()).toBe(sketchOf(0, 500).count())
    expect(new PeopleSketch(Buffer.from('something else')).count()).toBe(0)
  })
})
