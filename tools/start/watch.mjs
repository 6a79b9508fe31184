import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, watch, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { prepare } from '../prepare.mjs'
import { inWorkspace, projectFolders } from '../workspace/paths.mjs'

const SETTLE_MILLISECONDS = 80
const SERVERS = ['auth-server', 'resource-api']
const IGNORED =
  /(^|\/)(node_modules|dist|\.next|generated|migrations)(\/|$)|\.(spec|int-spec|e2e-spec|fixture)\.tsx?$|~$/
const WORKSPACE_IMPORT = /from '@gatehouse\/([a-z-]+)/g

/** @returns {string[]} the folders whose change concerns a server, relative to the workspace */
function watchedFolders() {
  const projects = projectFolders().filter(
    (f) => f.startsWith('libs/') || SERVERS.includes(f.slice('apps/'.length)),
  )
  return [...projects, 'prisma']
}

/**
 * Compiles what changes and restarts each server that is made of it. The console reloads by itself.
 * @param {(app: string) => Promise<void>} restart
 */
export function watchSources(restart) {
  const watcher = new FolderWatcher(watchedFolders(), async (changed) => {
    try {
      await compile(changed)
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      process.stderr.write(`${text.split('\nCaused by:')[0]?.trimEnd()}\n`) // without the compiler's own stack
      return
    }
    await Promise.all(serversMadeOf(changed).map(restart))
  })
  return watcher
}

/** @param {string[]} changed */
async function compile(changed) {
  if (changed.some((path) => path.startsWith('prisma/'))) return prepare({ console: false })
  const { transformFile } = await import('@swc/core')
  for (const path of changed) {
    const [, project, inside] = /^((?:libs|apps)\/[^/]+)\/src\/(.+)\.ts$/.exec(path) ?? []
    if (!project) continue
    const target = inWorkspace(project, 'dist', `${inside}.js`)
    if (!statSync(inWorkspace(path), { throwIfNoEntry: false })) {
      rmSync(target, { force: true })
      continue
    }
    const configFile = inWorkspace('.swcrc')
    const { code } = await transformFile(inWorkspace(path), { configFile, sourceMaps: 'inline' })
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, code)
  }
}

/** @param {string[]} changed @returns {string[]} */
function serversMadeOf(changed) {
  const projects = new Set(changed.map((path) => path.split('/')[1]))
  const isEverything = changed.some((path) => path.startsWith('prisma/'))
  return SERVERS.filter((server) => isEverything || partsOf(server).some((part) => projects.has(part)))
}

/** @param {string} server @returns {string[]} the project and all that it imports, by name */
function partsOf(server) {
  const parts = new Set([server])
  for (const part of parts) {
    const folder = SERVERS.includes(part) ? `apps/${part}/src` : `libs/${part}/src`
    for (const file of filesUnder(folder).keys()) {
      for (const [, name = ''] of readFileSync(inWorkspace(file), 'utf8').matchAll(WORKSPACE_IMPORT))
        parts.add(name)
    }
  }
  return [...parts]
}

/**
 * @param {string} folder relative to the workspace
 * @param {(folder: string) => void} [onFolder]
 * @param {Map<string, string>} [files]
 * @returns {Map<string, string>} path → size and time
 */
function filesUnder(folder, onFolder, files = new Map()) {
  if (IGNORED.test(folder)) return files
  onFolder?.(folder)
  for (const entry of readdirSync(inWorkspace(folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) filesUnder(path, onFolder, files)
    else if (!IGNORED.test(path)) {
      const stats = statSync(inWorkspace(path), { throwIfNoEntry: false })
      if (stats) files.set(path, `${stats.size} ${stats.mtimeMs}`)
    }
  }
  return files
}

/** Watches folders and tells which files under them were added, written or removed, one batch at a time. */
class FolderWatcher {
  /** @type {Map<string, import('node:fs').FSWatcher>} */
  #watchers = new Map()
  /** @type {NodeJS.Timeout | undefined} */
  #timer
  #work = Promise.resolve()

  /** @param {string[]} folders @param {(changed: string[]) => Promise<void>} onChange */
  constructor(folders, onChange) {
    this.folders = folders
    this.onChange = onChange
    this.files = this.#scan()
  }

  #scan() {
    /** @type {Map<string, string>} */
    const files = new Map()
    for (const folder of this.folders) filesUnder(folder, (each) => this.#watch(each), files)
    return files
  }

  /** @param {string} folder */
  #watch(folder) {
    if (this.#watchers.has(folder)) return
    const watcher = watch(inWorkspace(folder), () => this.#schedule())
    watcher.on('error', () => this.#forget(folder))
    this.#watchers.set(folder, watcher)
  }

  /** @param {string} folder */
  #forget(folder) {
    this.#watchers.get(folder)?.close()
    this.#watchers.delete(folder)
  }

  #schedule() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#work = this.#work.then(() => this.#report())
    }, SETTLE_MILLISECONDS)
  }

  async #report() {
    for (const folder of this.#watchers.keys()) {
      if (!statSync(inWorkspace(folder), { throwIfNoEntry: false })) this.#forget(folder)
    }
    const before = this.files
    this.files = this.#scan()
    const paths = new Set([...before.keys(), ...this.files.keys()])
    const changed = [...paths].filter((path) => before.get(path) !== this.files.get(path))
    if (changed.length > 0) await this.onChange(changed)
  }

  close() {
    clearTimeout(this.#timer)
    for (const folder of [...this.#watchers.keys()]) this.#forget(folder)
  }
}
