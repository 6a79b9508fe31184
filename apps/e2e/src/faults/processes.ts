import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const WORKSPACE = resolve(import.meta.dirname, '../../../..')
const LEASH = pathToFileURL(resolve(WORKSPACE, 'tools/start/leash.mjs')).href
const POLL_MILLISECONDS = 50

const inWorkspace = (path: string) => resolve(WORKSPACE, path)

/** Whether a whole tree of processes can be stopped here: only Linux tells who is whose child without a program. */
export const CAN_PAUSE = process.platform === 'linux'

/** What is run, and what becomes of its output. */
export interface Command {
  program: string
  args: string[]
  env: NodeJS.ProcessEnv
  /** File that the output is added to. */
  log: string
}

/** A script of the product, run as the supervisor of `npm start` runs it: it ends when this process does. */
export function productScript(path: string, args: string[], env: NodeJS.ProcessEnv, log: string): Command {
  return {
    program: process.execPath,
    args: ['--enable-source-maps', '--import', LEASH, inWorkspace(path), ...args],
    env: { ...env, GATEHOUSE_SUPERVISOR: String(process.pid) },
    log,
  }
}

/** Runs a script of the product to its end. @throws Error when it fails */
export async function runToEnd({ program, args, env }: Command): Promise<void> {
  await promisify(execFile)(program, args, { env, cwd: WORKSPACE })
}

/** One process of the system under test, which can be killed, paused and started again. */
export class RealProcess {
  private child: ChildProcess | undefined
  private firstMessage: unknown

  /** @param isReady asked again and again until it is true */
  constructor(
    private readonly command: Command,
    private readonly isReady: () => Promise<boolean>,
  ) {}

  /** Returns when it serves. @throws Error with the file of its output when it ended instead */
  async start(): Promise<void> {
    const { program, args, env, log } = this.command
    const output = openSync(log, 'a')
    const child = spawn(program, args, { cwd: WORKSPACE, env, stdio: ['ignore', output, output, 'ipc'] })
    closeSync(output)
    this.child = child
    child.on('error', () => undefined).once('message', (message) => (this.firstMessage = message))
    while (!(await this.isServing())) {
      if (hasEnded(child)) throw new Error(`A process ended while starting:\n${readFileSync(log, 'utf8')}`)
      await sleep(POLL_MILLISECONDS)
    }
  }

  /** Whether it has all that it needs to serve. */
  isServing(): Promise<boolean> {
    return this.isReady().catch(() => false)
  }

  /** What it said first over its channel to this process; undefined before. */
  get message(): unknown {
    return this.firstMessage
  }

  /** @throws Error when it does not run */
  get pid(): number {
    const { child } = this
    if (child?.pid === undefined || hasEnded(child)) throw new Error('The process does not run')
    return child.pid
  }

  /** Ends it at once, as a crash would. */
  kill(): Promise<void> {
    return this.end('SIGKILL')
  }

  /** Asks it to end. */
  stop(): Promise<void> {
    return this.end('SIGTERM')
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this
    if (!child || hasEnded(child)) return
    child.kill(signal)
    await once(child, 'exit')
  }
}

const hasEnded = (child: ChildProcess) =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null

/** Stops a process and all its children in the middle of what they do. @returns what lets them go on */
export function pause(pid: number): () => void {
  process.kill(pid, 'SIGSTOP') // first, so that it makes no more children
  const paused = [...childrenOf(pid), pid]
  for (const each of paused) signal(each, 'SIGSTOP')
  return () => {
    for (const each of paused) signal(each, 'SIGCONT')
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Processes that this one started, those that it has not heard the end of included. Linux alone tells. */
export function childrenOf(parent: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/u.test(name))
  return pids.map(Number).filter((pid) => parentOf(pid) === parent)
}

/** The second field after the program's name, which stands in brackets and may hold blanks. */
function parentOf(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return undefined // it ended while it was looked at
  }
}
