import { readFile, readlink, rm } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { platform } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const POLL_MILLISECONDS = 20
const FAST_STOP_MILLISECONDS = 15_000

/**
 * Makes sure that no server runs on the data directory. A server whose owner was killed lives on as an orphan: it is
 * stopped. A server whose owner lives is not touched.
 *
 * @param ownerPid process that started the server last time, if known
 * @throws Error when a living process owns the server
 */
export async function stopOrphan(data: string, ownerPid: number | undefined): Promise<void> {
  const pid = Number((await pidFile(data))[0])
  // PostgreSQL deals with the file of a dead server itself, and knows whether its last children are gone.
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return
  if (!(await isServerOn(pid, data))) {
    await rm(resolve(data, 'postmaster.pid'), { force: true })
    return
  }
  if (ownerPid !== undefined && (await parentOf(pid)) === ownerPid) {
    throw new Error(
      `Process ${ownerPid} already runs PostgreSQL on ${data}: stop it first, or give this one another directory.`,
    )
  }
  await stopServer(pid)
}

/** Ends a server: open transactions are rolled back, then what is committed is written out. Returns when it is gone. */
export async function stopServer(pid: number): Promise<void> {
  signal(pid, 'SIGINT')
  for (let waited = 0; isAlive(pid); waited += POLL_MILLISECONDS) {
    if (waited > FAST_STOP_MILLISECONDS) signal(pid, 'SIGQUIT')
    await sleep(POLL_MILLISECONDS)
  }
}

/** True while a process with this id runs. One that ended but was never reaped, as happens in containers, does not. */
function isAlive(pid: number): boolean {
  if (!signal(pid, 0)) return false
  try {
    return statusFields(readFileSync(`/proc/${pid}/stat`, 'utf8'))[0] !== 'Z'
  } catch {
    return platform() !== 'linux'
  }
}

/**
 * The word on line 8 of postmaster.pid: `starting`, `ready`, `stopping`; undefined when the file is not there or is not of
 * this process.
 */
export async function serverState(data: string, pid: number): Promise<string | undefined> {
  const lines = await pidFile(data)
  return Number(lines[0]) === pid ? lines[7]?.trim() : undefined
}

async function pidFile(data: string): Promise<string[]> {
  const text = await readFile(resolve(data, 'postmaster.pid'), 'utf8').catch(() => '')
  return text.split('\n')
}

/** A process id is reused after a restart of the machine: only a postgres whose working directory is the data is ours. */
async function isServerOn(pid: number, data: string): Promise<boolean> {
  const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => undefined)
  if (cwd !== undefined) return cwd === data
  const command = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }))
  return command.stdout.includes('postgres') && command.stdout.includes(data)
}

async function parentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  if (status !== undefined) return Number(statusFields(status)[1])
  const answer = await run('ps', ['-o', 'ppid=', '-p', String(pid)]).catch(() => ({ stdout: '' }))
  return Number(answer.stdout)
}

/** State, parent and what follows. The field before them is the program's name in brackets and may hold blanks. */
function statusFields(status: string): string[] {
  return status.slice(status.lastIndexOf(')') + 2).split(' ')
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
