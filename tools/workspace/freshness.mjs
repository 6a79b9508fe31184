import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { inWorkspace } from './paths.mjs'

const NEVER_A_SOURCE = new Set(['node_modules', 'dist', '.next', '.git', 'generated', 'coverage'])
/** Tests, and what a build writes beside the sources. */
const NOT_BUILT = /\.(spec|int-spec|e2e-spec|fixture)\.tsx?$|^next-env\.d\.ts$|\.tsbuildinfo$/

/**
 * A short text that changes whenever a source under `paths` is added, removed or written.
 *
 * Reads names, sizes and times only, so that a start with nothing to do costs milliseconds.
 * @param {string[]} paths files or folders, relative to the workspace; missing ones count as absent
 */
export function fingerprint(paths) {
  const hash = createHash('sha256')
  for (const path of paths) addTo(hash, path)
  return hash.digest('base64url')
}

/** @param {import('node:crypto').Hash} hash @param {string} path */
function addTo(hash, path) {
  const stats = statSync(inWorkspace(path), { throwIfNoEntry: false })
  if (!stats) return
  if (!stats.isDirectory()) {
    hash.update(`${path}\0${stats.size}\0${stats.mtimeMs}\n`)
    return
  }
  for (const name of readdirSync(inWorkspace(path)).sort()) {
    if (!NEVER_A_SOURCE.has(name) && !NOT_BUILT.test(name)) addTo(hash, join(path, name))
  }
}

/** @param {string} step */
const stampFile = (step) => inWorkspace('node_modules', '.cache', 'gatehouse', `${step}.json`)

/**
 * True when `step` last ended with these inputs and everything that it wrote is still there.
 * @param {string} step
 * @param {string} inputs a fingerprint
 */
export function isFresh(step, inputs) {
  try {
    const stamp = JSON.parse(readFileSync(stampFile(step), 'utf8'))
    return (
      stamp.inputs === inputs &&
      stamp.outputs.every((/** @type {string} */ path) => existsSync(inWorkspace(path)))
    )
  } catch {
    return false
  }
}

/**
 * Remembers that `step` ended well with these inputs.
 * @param {string} step
 * @param {string} inputs
 * @param {string[]} outputs what must still exist for the step to count as done; paths not there now are left out
 */
export function markFresh(step, inputs, outputs) {
  const written = outputs.filter((path) => existsSync(inWorkspace(path)))
  mkdirSync(dirname(stampFile(step)), { recursive: true })
  writeFileSync(stampFile(step), JSON.stringify({ inputs, outputs: written }, null, 2))
}
