import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { appSettings, configurationPage } from './configuration-page.mjs'

const PAGE = resolve(import.meta.dirname, '../docs/configuration.md')

const APPS = await appSettings()

const rowOf = (name: string, page: string) =>
  page
    .split('\n')
    .find((line) => line.startsWith(`| \`${name}\``))
    ?.split(/(?<!\\) \| /u)
    .map((cell) => cell.replace(/^\| | \|$/gu, '').trim())

describe('docs/configuration.md', () => {
  it('is what the schemas of the three apps say today', () => {
    const written = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : ''
    if (written !== configurationPage(APPS)) {
      throw new Error('docs/configuration.md differs from the settings; run `npm run docs:generate`')
    }
  })

  it.each(APPS)('has a row with a description for each setting: $title', ({ schema, title, about }) => {
    const page = configurationPage([{ title, about, schema }])
    for (const name of Object.keys(schema.shape)) {
      const [, values, fallback, meaning] = rowOf(name, page) ?? []
      expect({ name, values, fallback, meaning }).toStrictEqual({
        name,
        values: expect.stringMatching(/\S/u),
        fallback: expect.stringMatching(/\S/u),
        meaning: expect.stringMatching(/^[A-Z`\d].+\.$/u),
      })
    }
  })
})

describe('configurationPage', () => {
  const page = configurationPage([
    {
      title: 'An app',
      about: 'What it is.',
      schema: z.object({
        PORT: z.coerce.number().int().min(1).max(9).default(4).describe('A port.'),
        KIND: z.enum(['a', 'b']).describe('One | other.'),
        PLACE: z.url().optional().describe('A place.'),
      }),
    },
  ])

  it('shows bounds and the default of a number', () => {
    expect(rowOf('PORT', page)).toStrictEqual(['`PORT`', 'whole number, 1 to 9', '`4`', 'A port.'])
  })

  it('shows the choices, marks what is required, and escapes the bar of a table', () => {
    expect(rowOf('KIND', page)).toStrictEqual(['`KIND`', '`a`, `b`', '**required**', 'One \\| other.'])
  })

  it('says that an optional setting is absent by default', () => {
    expect(rowOf('PLACE', page)).toStrictEqual(['`PLACE`', 'URL', 'absent', 'A place.'])
  })
})
