import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { resolve } from 'node:path'
import { describe, expect, it } from '@jest/globals'

const MOST_BYTES_OF_THE_FIRST_PROCESS = 300_000
/** Packages that keep a register: a second copy of one would know nothing of what the first was told. */
const REGISTERS = [
  'reflect-metadata/Reflect.js',
  'class-validator/cjs/metadata/MetadataStorage.js',
  'class-transformer/cjs/MetadataStorage.js',
  '@nestjs/core/metadata-scanner.js',
]

const BUILT_IN = new Set(builtinModules)

const folderOf = (app: string) => resolve(import.meta.dirname, '../apps', app, 'dist/server')

function filesOf(app: string): Map<string, string> {
  const folder = folderOf(app)
  const names = readdirSync(folder).filter((name) => name.endsWith('.js'))
  return new Map(names.map((name) => [name, readFileSync(resolve(folder, name), 'latin1')]))
}

/** What is loaded with `name`, before anything is imported on demand. */
function loadedWith(name: string, files: Map<string, string>, loaded = new Set<string>()): Set<string> {
  if (loaded.has(name)) return loaded
  loaded.add(name)
  for (const [, next = ''] of (files.get(name) ?? '').matchAll(/^(?:import|export) .*?"\.\/([^"]+)";$/gmu))
    loadedWith(next, files, loaded)
  return loaded
}

describe.each(['auth-server', 'resource-api'])('The program of %s', (app) => {
  const files = filesOf(app)
  const whole = [...files.values()].join('\n')

  it.each(REGISTERS)('holds %s once', (path) => {
    expect(whole.split(`// node_modules/${path}\n`)).toHaveLength(2)
  })

  it('asks for no copy of them elsewhere', () => {
    expect(whole).toMatch(/require_\w+\(\)/u)
    expect(whole).not.toMatch(/[\w$]*require[\w$]*\("(?:class-|reflect-|@nestjs\/)[^)]*\)/u)
  })

  it('is read as one byte for each character', () => {
    const wide = [...files.keys()].filter((name) =>
      /[^\0-\xff]/u.test(readFileSync(resolve(folderOf(app), name), 'utf8')),
    )
    expect(wide).toEqual([])
  })

  it('imports no package but what must stay one', () => {
    const packages = [...whole.matchAll(/^import (?:.* from )?"([^."][^"]*)";$/gmu)].map(([, name]) => name)
    const foreign = packages.filter((name) => !name?.startsWith('node:'))
    expect(foreign.filter((name) => !BUILT_IN.has(name ?? ''))).toEqual(
      app === 'auth-server' ? ['bcrypt'] : [],
    )
  })
})

it('The first of several processes loads little', () => {
  const files = filesOf('auth-server')
  const loaded = [...loadedWith('main.js', files)]
  expect(loaded.length).toBeGreaterThan(1)
  const bytes = loaded.reduce((sum, name) => sum + (files.get(name)?.length ?? 0), 0)
  expect(bytes).toBeLessThan(MOST_BYTES_OF_THE_FIRST_PROCESS)
})
