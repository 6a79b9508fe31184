import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks of /proc/PID/stat in a second; Linux has shown user programs 100 on every architecture for decades. */
const TICKS_PER_SECOND = 100
const MICROS_PER_TICK = 1_000_000 / TICKS_PER_SECOND

/** False where there is no /proc; costs are then unknown, and everything else is measured all the same. */
export const HAS_PROC = process.platform === 'linux'

/**
 * @param {number} pid
 * @returns {{ parent: number, ticks: number } | undefined} undefined once the process is gone
 */
function statusOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name before the last bracket may hold blanks and brackets of its own.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    // utime, stime and the same of children that have ended and were waited for.
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0)
    return { parent: Number(fields[1]), ticks }
  } catch {
    return undefined
  }
}

/** @param {number} root @returns {Map<number, number>} ticks of the process and of everything below it */
function ticksOfTree(root) {
  const pids = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0)
  const status = new Map(pids.map((pid) => [pid, statusOf(pid)]))
  const tree = new Map()
  for (const [pid, own] of status) {
    let at = pid
    for (let depth = 0; at && at !== root && depth < 8; depth += 1) at = status.get(at)?.parent ?? 0
    if (at === root && own) tree.set(pid, own.ticks)
  }
  return tree
}

/**
 * CPU time that a process, its threads and its children have used since they began, in microseconds.
 * @param {number} root @returns {number} NaN where it cannot be told
 */
export function processorMicros(root) {
  if (!HAS_PROC) return Number.NaN
  let ticks = 0
  for (const own of ticksOfTree(root).values()) ticks += own
  return ticks * MICROS_PER_TICK
}

/**
 * Memory in use by a process and its children, in megabytes.
 * @param {number} root @returns {number} NaN where it cannot be told
 */
export function residentMegabytes(root) {
  if (!HAS_PROC) return Number.NaN
  let kilobytes = 0
  for (const pid of ticksOfTree(root).keys()) {
    try {
      kilobytes += Number(/^VmRSS:\s+(\d+)/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
    } catch {
      // It ended between the two looks, and holds nothing any more.
    }
  }
  return kilobytes / 1024
}

/** @param {number} root @returns {number[]} the process and everything below it */
export const processTree = (root) => [...ticksOfTree(root).keys()]
