import { describe, expect, it } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const SOURCE = resolve(import.meta.dirname, '..')

describe('server actions', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file, text: readFileSync(resolve(SOURCE, file), 'utf8') }))
    .filter(({ text }) => text.startsWith("'use server'"))

  it('are found', () => {
    expect(files.length).toBeGreaterThan(2)
  })

  it('are each an attempt, which checks origin and session', () => {
    const bare = files.flatMap(({ file, text }) =>
      text
        .split(/^export /mu)
        .slice(1)
        .filter((declaration) => /^(async function|const)/u.test(declaration))
        .filter((declaration) => !/\battempt\(/u.test(declaration))
        .map((declaration) => `${file}: ${declaration.split('\n')[0]}`),
    )
    expect(bare).toEqual([])
  })
})
