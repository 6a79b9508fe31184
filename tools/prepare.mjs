import { readFileSync, statSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { pathToFileURL } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { lockHome } from './start/lock.mjs'
import { fingerprint, isFresh, markFresh } from './workspace/freshness.mjs'
import { inWorkspace, projectFolders } from './workspace/paths.mjs'
import { entry, Failure, run, runNode, step } from './workspace/step.mjs'

/*
 * Brings the workspace from any state to "built": installs what is missing, generates, builds what is stale.
 * Uses nothing but Node until the packages are there, and does not start Nx when nothing changed.
 */

const CONSOLE = 'apps/admin-console'
const TOOLCHAIN = ['package-lock.json', 'nx.json', '.swcrc', 'tsconfig.base.json', 'prisma.config.ts']
/** What of them runs from one bundle (docs/adr/0036). */
const BUNDLED = ['apps/auth-server', 'apps/resource-api']

/**
 * @param {{ console?: boolean }} [options] `console: false` leaves the admin console's production build out
 */
export async function prepare(options = {}) {
  requireNode(20, 19)
  const done = await turn()
  try {
    await bringUpToDate(options)
  } finally {
    done()
  }
}

/** Longest time that one preparation waits for another, such as `npm test` beside `npm start`, in milliseconds. */
const PATIENCE_MS = 600_000

/** Two that install or build in one folder would break each other's files, so each waits its turn. */
async function turn() {
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      return lockHome(inWorkspace('.gatehouse', 'prepare'), 'A preparation')
    } catch (error) {
      if (!(error instanceof Failure) || Date.now() > until) throw error
      await sleep(300)
    }
  }
}

/** @param {{ console?: boolean }} options */
async function bringUpToDate(options) {
  await install()

  const servers = projectFolders().filter((folder) => folder !== CONSOLE)
  await build('servers', 'building', {
    sources: [...servers, 'prisma', 'tools/bundle.mjs'],
    outputs: [
      ...servers.map((folder) => `${folder}/dist`),
      ...BUNDLED.map((folder) => `${folder}/dist/server`),
      'dist/prisma',
      'libs/data-access/src/generated',
    ],
    selection: ['--exclude=@gatehouse/admin-console'],
  })

  if (options.console === false) return
  await build('console', 'building the console', {
    sources: projectFolders().filter((folder) => folder.startsWith('libs/') || folder === CONSOLE),
    outputs: [`${CONSOLE}/.next/BUILD_ID`],
    selection: ['--projects=@gatehouse/admin-console'],
  })
}

/** @param {number} major @param {number} minor */
function requireNode(major, minor) {
  const [actualMajor = 0, actualMinor = 0] = process.versions.node.split('.').map(Number)
  if (actualMajor > major || (actualMajor === major && actualMinor >= minor)) return
  throw new Failure(`Gatehouse needs Node.js ${major}.${minor} or newer; this is ${process.version}.`)
}

async function install() {
  const lock = createHash('sha256')
    .update(readFileSync(inWorkspace('package-lock.json')))
    .digest('base64url')
  if (isFresh('install', lock)) return
  if (!isInstalledByHand()) await step('installing packages', npmInstall)
  markFresh('install', lock, ['node_modules/.package-lock.json'])
}

/** `npm install` writes the lock file right after the mark of the finished installation. */
const LOCK_LAG_MILLISECONDS = 5_000

/** True when npm, run by a person, has finished an installation of this lock file. */
function isInstalledByHand() {
  const installed = statSync(inWorkspace('node_modules', '.package-lock.json'), { throwIfNoEntry: false })
  return (
    !!installed &&
    installed.mtimeMs + LOCK_LAG_MILLISECONDS >= statSync(inWorkspace('package-lock.json')).mtimeMs
  )
}

async function npmInstall() {
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  // npm 10 runs Prisma's install script, which would download a schema engine that this project never uses.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, SCARF_ANALYTICS: 'false' }
  const npm = process.env['npm_execpath']
  if (npm?.endsWith('.js')) await run('npm ci', process.execPath, [npm, ...args], { env })
  else await run('npm ci', 'npm', args, { env, shell: process.platform === 'win32' })
}

/**
 * @param {string} name
 * @param {string} title
 * @param {{ sources: string[], outputs: string[], selection: string[] }} part
 */
async function build(name, title, part) {
  const inputs = fingerprint([...TOOLCHAIN, ...part.sources])
  if (isFresh(name, inputs)) return
  await step(title, () =>
    nx(title, ['run-many', '--targets=build,bundle', '--output-style=static', ...part.selection]),
  )
  markFresh(name, inputs, part.outputs)
}

/**
 * Runs Nx silently, without its daemon, its terminal interface or any NODE_ENV of the caller.
 * @param {string} title @param {string[]} args
 */
export function nx(title, args) {
  const { NODE_ENV: _, ...inherited } = process.env
  const env = {
    ...inherited,
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    NEXT_TELEMETRY_DISABLED: '1',
    // Nx would share one cache between all clones of a repository; what was built elsewhere holds that place's paths.
    NX_CACHE_DIRECTORY: inWorkspace('.nx', 'cache'),
  }
  return runNode(title, [inWorkspace('node_modules', 'nx', 'dist', 'bin', 'nx.js'), ...args], env)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await entry(() => prepare())
