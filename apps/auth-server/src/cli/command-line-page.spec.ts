import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { commandLinePage } from './command-line-page.js'
import { NOUNS } from './command-line.js'

const docs = (path: string) => readFileSync(new URL(`../../../../docs/${path}`, import.meta.url), 'utf8')

describe('the papers about the command line', () => {
  it('show the help as it is; npm run docs:generate brings them up to date', async () => {
    expect(docs('command-line.md')).toBe(await commandLinePage())
  })

  it.each([
    ['register-clients-and-people.md', 10],
    ['configuration-as-code.md', 4],
  ])('use only options that exist in the examples of %s', (name, least) => {
    const guide = docs(`guides/${name}`).replaceAll('\\\n', ' ')
    const lines = guide
      .split('\n')
      .filter((line) => /^npm run (-s )?(client|user|resource|gatehouse) -- /u.test(line))
    expect(lines.length).toBeGreaterThan(least)
    for (const line of lines) {
      const [, noun, verb, rest = ''] = /npm run (?:-s )?(\w+) -- ([\w-]+)(.*)/u.exec(line) ?? []
      const known = NOUNS.find(({ name }) => name === noun)?.verbs.find(({ name }) => name === verb)
      const used = [...rest.matchAll(/ --(?:no-)?([a-z-]+)/gu)].map(([, option]) => option)
      expect({ line, known: known?.name }).toEqual({ line, known: verb })
      expect({
        line,
        unknown: used.filter((option) => !(String(option) in { ...known?.options, help: 0 })),
      }).toEqual({
        line,
        unknown: [],
      })
    }
  })
})
