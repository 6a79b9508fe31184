import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

const workspace = resolve(dirname(new URL(import.meta.url).pathname), '..', '..')
const modules = join(workspace, 'node_modules')
const CONFIGURATION = [
  'eslint.config.mjs',
  '.dependency-cruiser.mjs',
  'tsconfig.base.json',
  'nx.json',
  'package.json',
]

let tree: string

/** Writes a file of the small workspace under test; with a project's manifest when it is the project's first. */
function write(path: string, text: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true })
  writeFileSync(join(tree, path), text)
  const [, project] = /^((?:apps|libs)\/[^/]+)\//.exec(path) ?? []
  for (const name of project ? ['package.json', 'tsconfig.json'] : []) {
    cpSync(join(workspace, project ?? '', name), join(tree, project ?? '', name))
  }
}

/** Runs a checker of `npm run lint` on the small workspace. */
function check(script: string, ...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: tree,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', NX_DAEMON: 'false' },
  })
  return { status, output: stdout + stderr }
}

function eslint(): { status: number | null; output: string } {
  check(join(modules, 'nx', 'dist', 'bin', 'nx.js'), 'show', 'projects')
  return check(join(modules, 'eslint', 'bin', 'eslint.js'), '.')
}
const dependencyCruiser = () =>
  check(
    join(modules, 'dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
    '--config=.dependency-cruiser.mjs',
    'apps',
    'libs',
  )

beforeEach(() => {
  tree = realpathSync(mkdtempSync(join(tmpdir(), 'gatehouse-lint-')))
  for (const name of CONFIGURATION) cpSync(join(workspace, name), join(tree, name))
  symlinkSync(modules, join(tree, 'node_modules'), 'dir')
  write('apps/auth-server/src/app.ts', `export const app = 'auth-server'\n`)
  write('libs/token-types/src/index.ts', `export const words = ['openid']\n`)
  write(
    'libs/protocol/src/index.ts',
    `import { words } from '@gatehouse/token-types'\nexport const scopes = words\n`,
  )
})

afterEach(() => {
  rmSync(tree, { recursive: true, force: true })
})

describe('ESLint', () => {
  it('passes a workspace that keeps the rules', () => {
    expect(eslint()).toEqual({ status: 0, output: '' })
  })

  it('refuses imports between projects that the architecture does not have', () => {
    write('libs/data-access/src/index.ts', `export const rows = 1\n`)
    write('libs/protocol/src/index.ts', `export { rows } from '@gatehouse/data-access'\n`)
    write('libs/guards/src/index.ts', `export { scopes } from '../../protocol/src/index.js'\n`)
    const { status, output } = eslint()
    expect(status).toBe(1)
    expect(output).toMatch(/protocol\/src\/index\.ts\n.*@nx\/enforce-module-boundaries/)
    expect(output).toMatch(/guards\/src\/index\.ts\n.*@nx\/enforce-module-boundaries/)
  })

  it('refuses the environment and the clock outside config/', () => {
    write(
      'apps/auth-server/src/config/settings.ts',
      `export const port = process.env['PORT']\nexport const t = new Date()\n`,
    )
    write('apps/auth-server/src/oauth/a.ts', `export const port = process.env['PORT']\n`)
    write('apps/auth-server/src/oauth/b.ts', `export const at = [new Date(), Date.now()]\n`)
    const { status, output } = eslint()
    expect(status).toBe(1)
    expect(output).toMatch(/oauth\/a\.ts\n.*Only config\/ reads the environment/)
    expect(output).toMatch(/oauth\/b\.ts\n.*Time is an argument.*\n.*Time is an argument/)
    expect(output).not.toContain('settings.ts')
  })

  it('refuses a floating promise and a switch that forgets a case', () => {
    write('libs/protocol/src/a.ts', `export function start() {\n  Promise.resolve()\n}\n`)
    write(
      'libs/protocol/src/b.ts',
      `export function f(x: 'a' | 'b') {\n  switch (x) {\n    case 'a':\n      return 1\n  }\n  return 2\n}\n`,
    )
    const { status, output } = eslint()
    expect(status).toBe(1)
    expect(output).toContain('no-floating-promises')
    expect(output).toContain('switch-exhaustiveness-check')
  })
})

describe('dependency-cruiser', () => {
  const endpoint = (room: string, imports: string) =>
    write(`apps/auth-server/src/oauth/endpoints/${room}/${room}.ts`, `${imports}export const ${room} = 1\n`)

  it('passes a workspace that keeps the rules', () => {
    endpoint('token', `import { scopes } from '@gatehouse/protocol'\nexport const all = scopes\n`)
    const { status, output } = dependencyCruiser()
    expect(output).toContain('no dependency violations found')
    expect(status).toBe(0)
  })

  it.each([
    [
      'rooms-never-import-rooms',
      'oauth/endpoints/token/token.ts',
      `export * from '../revocation/revocation.js'`,
    ],
    ['grants-never-import-grants', 'oauth/grants/a.grant.ts', `export * from './b.grant.js'`],
    [
      'oauth-is-below-endpoints',
      'oauth/tokens/t.ts',
      `export * from '../endpoints/revocation/revocation.js'`,
    ],
    ['prisma-and-pg-in-data-access', 'identity/accounts.ts', `import pg from 'pg'\nexport { pg }`],
    ['fastify-in-http', 'oauth/keys/k.ts', `import fastify from 'fastify'\nexport { fastify }`],
    ['no-cycles', 'oauth/keys/k.ts', `export * from './l.js'`],
    ['testing-for-tests', 'app.ts', `export * from '@gatehouse/testing'`],
    ['auth-server-imports', 'app.ts', `export * from '../../resource-api/src/app.js'`],
  ])('refuses what breaks %s', (rule, path, text) => {
    endpoint('revocation', '')
    write('apps/auth-server/src/oauth/grants/b.grant.ts', `export const b = 1\n`)
    write('apps/auth-server/src/oauth/keys/l.ts', `export * from './k.js'\nexport const l = 1\n`)
    write('apps/auth-server/src/oauth/keys/k.ts', `export const k = 1\n`)
    write('apps/resource-api/src/app.ts', `export const app = 'bank'\n`)
    write('libs/testing/src/index.ts', `export const fake = 1\n`)
    write(`apps/auth-server/src/${path}`, `${text}\n`)
    const { status, output } = dependencyCruiser()
    expect(output).toContain(`error ${rule}:`)
    expect(status).not.toBe(0)
  })
})

describe('the house check', () => {
  const houseCheck = () => check(join(workspace, 'tools', 'lint', 'house-check.mjs'))
  const source = (path: string, text = 'export const x = 1\n') => write(`libs/protocol/src/${path}`, text)

  beforeEach(() => {
    source('pkce.ts')
    source('scope.ts')
    write('libs/token-types/src/claims.ts', 'export const x = 1\n')
    write('libs/token-types/src/scopes.ts', 'export const x = 1\n')
    rmSync(join(tree, 'apps'), { recursive: true })
  })

  it('passes a tree that keeps the rules', () => {
    expect(houseCheck()).toEqual({ status: 0, output: '' })
  })

  it.each([
    ['a file of more than 300 lines', 'long.ts', '// x\n'.repeat(301), 'long.ts: 301 lines'],
    [
      'many files of more than 200 lines',
      'long.ts',
      '// x\n'.repeat(250),
      'only 86 % of the files are under 200 lines',
    ],
    ['a folder named after a kind', 'utils/a.ts', '', 'utils/: named after a kind'],
    ['a folder of one file', 'room/a.ts', '', 'room/: 1 entries'],
    ['a folder too deep', 'a/b/c/d/e.ts', '', 'a/b/c/d/: deeper'],
    ['unfinished work', 'a.ts', '// TODO later\n', 'a.ts:1: unfinished work'],
    ['a test that shuts out the others', 'a.spec.ts', `it.only('x', f)\n`, 'a.spec.ts:1: only one test'],
    ['a skipped test without reason', 'a.spec.ts', `it.skip('x', f)\n`, 'a.spec.ts:1: a skipped test'],
    ['a cast to any', 'a.ts', 'f(x as any)\n', 'a.ts:1: a cast to any'],
    ['a suppression without reason', 'a.ts', '// eslint-disable-next-line eqeqeq\n', 'a.ts:1: a suppression'],
  ])('refuses %s', (_, path, text, problem) => {
    source(path, text)
    const { status, output } = houseCheck()
    expect(output).toContain(problem)
    expect(status).toBe(1)
  })

  it('allows a skipped test and a suppression that say why', () => {
    source(
      'a.spec.ts',
      `// needs Redis\nit.skip('x', f)\n// eslint-disable-next-line eqeqeq -- null and undefined alike\n`,
    )
    expect(houseCheck().status).toBe(0)
  })
})

describe('the configuration', () => {
  it('knows every project by a layer that has a rule', () => {
    const rules = readFileSync(join(workspace, 'eslint.config.mjs'), 'utf8')
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(modules, 'nx', 'dist', 'bin', 'nx.js'), 'graph', '--print'],
      {
        cwd: workspace,
        encoding: 'utf8',
        env: { ...process.env, NODE_OPTIONS: '', NX_DAEMON: 'false' },
      },
    )
    expect(status).toBe(0)
    const { nodes } = (
      JSON.parse(stdout) as { graph: { nodes: Record<string, { data: { tags: string[] } }> } }
    ).graph
    for (const node of Object.values(nodes)) {
      const layers = node.data.tags.filter((tag) => tag.startsWith('layer:'))
      expect(layers).toHaveLength(1)
      expect(rules).toContain(`'${layers[0]?.slice('layer:'.length)}'`)
    }
  })
})
