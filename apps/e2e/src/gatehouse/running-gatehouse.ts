import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { environmentFor } from './instance-environment.js'

/** What `npm start` wrote about itself. */
export interface RunningGatehouse {
  issuer: string
  bankUrl: string
  consoleUrl: string
  databaseUrl: string
  /** One-time link that creates the first admin. */
  setupUrl?: string
  demo: { username: string; password: string; clientId: string; clientSecret: string }
  /** Its processes by name. */
  pids: Record<string, number>
  /** Folder in which the instance keeps its things. */
  home: string
}

/** For `beforeAll` of every journey: a start after a change builds first. In milliseconds. */
export const START_TIMEOUT = 240_000

const POLL_MILLISECONDS = 50

const ON_FREE_PORTS = { GATEHOUSE_PORT: '0', GATEHOUSE_BANK_PORT: '0', GATEHOUSE_CONSOLE_PORT: '0' }

/**
 * The one instance that all journeys of a test run share. Whoever asks first starts it, the way `npm start` does; it
 * ends when the run ends. With GATEHOUSE_E2E_HOME it is the instance that runs there already.
 *
 * @throws Error with what the start printed, when it fails
 */
export async function runningGatehouse(): Promise<RunningGatehouse> {
  const given = process.env['GATEHOUSE_E2E_HOME']
  return given ? readFacts(given) : instanceOfRun('shared', {})
}

/**
 * An instance of this run with settings of its own, such as another issuer. It ends when the run ends.
 *
 * @param name one word; who asks with the same gets the same
 * @throws Error with what the start printed, when it fails
 */
export async function instanceOfRun(
  name: string,
  settings: Record<string, string>,
): Promise<RunningGatehouse> {
  const runPid = process.send ? process.ppid : process.pid // a worker of Jest, or Jest itself
  const folder = join(tmpdir(), `gatehouse-e2e-${runPid}-${name}`)
  const home = join(folder, 'home')
  if (isFirst(folder)) {
    const args = [join(import.meta.dirname, 'instance-keeper.mjs'), folder, String(runPid)]
    const env = environmentFor(home, { ...ON_FREE_PORTS, ...settings })
    spawn(process.execPath, args, { env, detached: true, stdio: 'ignore' }).unref()
  }
  while (!existsSync(join(home, 'run.json'))) {
    if (existsSync(join(folder, 'ended'))) {
      throw new Error(`Gatehouse did not start:\n${readFileSync(join(folder, 'start.log'), 'utf8')}`)
    }
    await sleep(POLL_MILLISECONDS)
  }
  return readFacts(home)
}

/** Making a folder succeeds for one process alone. */
function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o711 }) // PostgreSQL, run for root by another account, walks through it
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function readFacts(home: string): RunningGatehouse {
  const facts = JSON.parse(readFileSync(join(home, 'run.json'), 'utf8')) as Omit<RunningGatehouse, 'home'>
  return { ...facts, home }
}
