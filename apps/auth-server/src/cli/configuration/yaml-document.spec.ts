import { describe, expect, it } from '@jest/globals'
import { readYaml } from './yaml-document.js'

describe('a YAML file', () => {
  it('is plain values that know their lines', () => {
    const file = readYaml(
      '# head\nlist:\n  - name: a\n    on: true\n  - name: "b"\n    deep: { x: [1, null] }\n',
    )
    expect(file.value).toStrictEqual({
      list: [
        { name: 'a', on: true },
        { name: 'b', deep: { x: [1, null] } },
      ],
    })
    const lines = ['list', 'list[0].on', 'list[1].deep.x[1]', 'list[1].missing', 'nowhere'].map((path) =>
      file.lineOf(path),
    )
    expect(lines).toStrictEqual([2, 4, 6, 5, 2])
  })

  const billions = ['a: &a [x, x]', ...'bcdefghi'.split('').map((name) => `${name}: &${name} [*a, *a, *a]`)]

  it.each([
    ['aliases that multiply', billions.join('\n'), 'line 1: anchors'],
    ['an alias alone', 'a: 1\nb: *a', 'line 2'],
    ['a merge key', 'a: &x {b: 1}\nc:\n  <<: *x', 'line 1: anchors'],
    ['a tag of a language', 'a: 1\nb: !!js/function "return 1"', 'line 2'],
    ['a tag of YAML itself', 'a: !!binary aGk=', 'line 1'],
    ['a custom tag', 'a: !env DATABASE_URL', 'line 1'],
    ['a key twice', 'a: 1\nb: 2\na: 3', 'line 3: "a" stands here twice'],
    ['the prototype', 'a:\n  __proto__: { isOwner: true }', 'line 2: "__proto__" is no key'],
    ['a list as a key', '? [a]\n: 1', 'no plain text'],
    ['a number as a key', '1: a', 'no plain text'],
    ['two documents', 'a: 1\n---\nb: 2', 'line 2'],
    ['YAML 1.1, where "no" is false', '%YAML 1.1\n---\na: no', 'only YAML 1.2'],
    ['an unfinished list', 'a: [1, 2', 'line 1'],
    ['many levels', `a: ${'['.repeat(30)}${']'.repeat(30)}`, 'nested'],
    ['a hundred thousand levels', '['.repeat(100_000), 'line 1'],
    ['more than 32 MiB', '#'.repeat(33 * 1024 * 1024), '32 MiB'],
  ])('is refused with %s', (_, text, problem) => {
    expect(() => readYaml(text)).toThrow(problem)
  })

  it('leaves "no", dates and octal numbers what YAML 1.2 says they are', () => {
    const { value } = readYaml('a: no\nb: 2026-01-01\nc: 010\nd: null\ne: yes')
    expect(value).toStrictEqual({ a: 'no', b: '2026-01-01', c: 10, d: null, e: 'yes' })
  })
})
