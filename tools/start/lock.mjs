import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../workspace/step.mjs'

/**
 * Makes this process the only one that runs an instance in `home`. A lock left behind by a process that no
 * longer lives is taken over.
 * @param {string} home
 * @param {string} purpose how this process is named to another that wants the lock
 * @returns {() => void} gives the lock back
 * @throws {Failure} naming the process that holds it
 */
export function lockHome(home, purpose) {
  mkdirSync(home, { recursive: true, mode: 0o711 }) // PostgreSQL, run for root by another account, walks through it
  const file = join(home, 'lock.json')
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, JSON.stringify({ pid: process.pid, birth: birthOf(process.pid), purpose }), {
    mode: 0o600,
  })
  try {
    while (!tryLink(draft, file)) {
      const holder = readHolder(file)
      if (holder && isAlive(holder)) {
        throw new Failure(`${holder.purpose} is already running here (process ${holder.pid}); stop it first.`)
      }
      removeStale(file)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  return () => {
    if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true })
  }
}

/** @typedef {{ pid: number, birth: string | undefined, purpose: string }} Holder */

/** Creates `file` with the content of `draft` in one step. @param {string} draft @param {string} file */
function tryLink(draft, file) {
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false
    throw error
  }
}

/** @param {string} file @returns {Holder | undefined} */
function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** Renames first, so that of several processes that found the lock stale only one removes it. @param {string} file */
function removeStale(file) {
  const grave = `${file}.stale-${process.pid}`
  try {
    renameSync(file, grave)
  } catch {
    return
  }
  const removed = readHolder(grave)
  if (removed && isAlive(removed)) tryLink(grave, file)
  rmSync(grave, { force: true })
}

/** @param {Holder} holder */
function isAlive({ pid, birth }) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH') return false
  }
  return birth === birthOf(pid)
}

/**
 * When a process began, in ticks since boot, so that another process with a reused number is not taken for it.
 * @param {number} pid
 * @returns {string | undefined} nothing where there is no /proc
 */
function birthOf(pid) {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)
    return afterName?.split(' ')[19]
  } catch {
    return undefined
  }
}
