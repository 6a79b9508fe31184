import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { HAS_PROC, processTree } from './processor-time.mjs'

/** The server under test has this core to itself. */
const SERVER_CORE = 0
/** The load and PostgreSQL share this one. */
const REST_CORE = 1

/** @returns {boolean} whether servers and load can be kept apart on this machine */
function canPin() {
  if (!HAS_PROC || availableParallelism() < 2) return false
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

// Asked before this process is pinned itself: afterwards the system names one core.
export const PINS = canPin()

/** @param {number} pid @param {string} cores all threads of the process and of its children */
function pin(pid, cores) {
  if (!PINS) return
  for (const each of processTree(pid)) {
    try {
      execFileSync('taskset', ['-a', '-p', '-c', cores, String(each)], { stdio: 'ignore' })
    } catch {
      // A child that ended meanwhile needs no core.
    }
  }
}

/** @param {number} pid */
export const pinServer = (pid) => pin(pid, String(SERVER_CORE))

/** @param {number} pid */
export const pinRest = (pid) => pin(pid, String(REST_CORE))

/** For servers of several processes, which need more than one core. @param {number} pid */
export const unpin = (pid) => pin(pid, `${SERVER_CORE},${REST_CORE}`)
