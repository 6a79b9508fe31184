import { spawn, type ChildProcess } from 'node:child_process'
import { open, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { clientFor } from '../database.js'
import { postgresBinaries, serverAccount, type ServerAccount } from './binaries.js'
import { dataFolder, ensureData, writeConnection, type DataFolder } from './data-folder.js'
import { serverState, stopOrphan, stopServer } from './running-server.js'

/** How the embedded server is started. */
export interface EmbeddedPostgresOptions {
  /** Holds data, log and password; made if it is not there. Two servers never share one. */
  directory: string
  /** Port on 127.0.0.1. Without it the last one is used again, or a free one. */
  port?: number
  /** Told in one line what happens. */
  log?: (line: string) => void
}

/** A running embedded server. */
export interface EmbeddedPostgres {
  /** Connection URL of the database `gatehouse`, with its password. */
  url: string
  port: number
  /** Ends the server and returns when it is gone. The data stays. */
  stop(): Promise<void>
}

const START_MILLISECONDS = 30_000
const POLL_MILLISECONDS = 15
const ATTEMPTS = 5

/** After the server was killed its last children need a moment to notice. */
const LAST_CHILDREN_MILLISECONDS = 300

/**
 * Starts a real PostgreSQL from npm on 127.0.0.1, as root too (it then runs as the account `postgres`). The data is kept.
 *
 * The server stands in a process group of its own, so that Ctrl-C reaches the application first and the application
 * decides when its database ends. It ends with this process in any case short of SIGKILL; after that the next start
 * finds the orphan and stops it.
 *
 * @throws Error with one clear line: port taken, directory in use or out of reach, or the server's own last word
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => undefined)
  const folder = dataFolder(options.directory)
  const [binaries, account] = await Promise.all([postgresBinaries(), serverAccount()])
  const connection = await ensureData(folder, binaries, account)
  await stopOrphan(folder.data, connection.ownerPid)

  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort(attempt === 1 ? connection.port : undefined))
    const child = await launch(binaries.postgres, folder, port, account)
    const problem = await untilReady(child, folder)
    if (problem === undefined) {
      await writeConnection(folder, { password: connection.password, port, ownerPid: process.pid })
      const url = `postgresql://gatehouse:${connection.password}@127.0.0.1:${port}/gatehouse`
      await ensureDatabase(url)
      log(`PostgreSQL is ready on 127.0.0.1:${port}; its data is in ${folder.data}`)
      return { url, port, stop: stopper(child) }
    }
    if (/pre-existing shared memory block/.test(problem) && attempt < ATTEMPTS) {
      await sleep(LAST_CHILDREN_MILLISECONDS)
      continue
    }
    const portTaken = /could not bind|could not create any TCP/i.test(problem)
    if (portTaken && options.port !== undefined) {
      throw new Error(`Port ${port} on 127.0.0.1 is taken: free it or choose another port for PostgreSQL.`)
    }
    if (!portTaken || attempt >= ATTEMPTS) throw new Error(`PostgreSQL did not start: ${problem}`)
  }
}

async function launch(
  program: string,
  folder: DataFolder,
  port: number,
  account: ServerAccount | undefined,
): Promise<ChildProcess> {
  const output = await open(folder.log, 'w', 0o600)
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: '200',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  try {
    const child = spawn(program, ['-D', folder.data, '-p', String(port), ...flags], {
      ...account,
      cwd: '/',
      detached: true,
      env: { LC_MESSAGES: 'C', PATH: '/usr/bin:/bin' },
      stdio: ['ignore', output.fd, output.fd],
    })
    child.on('error', () => undefined)
    child.unref()
    return child
  } finally {
    await output.close()
  }
}

/** Returns nothing once the server answers, or its last word when it ended instead. */
async function untilReady(child: ChildProcess, folder: DataFolder): Promise<string | undefined> {
  for (let waited = 0; waited < START_MILLISECONDS; waited += POLL_MILLISECONDS) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
      return lastWord(folder)
    }
    if ((await serverState(folder.data, child.pid)) === 'ready') return undefined
    await sleep(POLL_MILLISECONDS)
  }
  child.kill('SIGQUIT')
  return `it was not ready after ${START_MILLISECONDS / 1000} seconds; see ${folder.log}`
}

async function lastWord(folder: DataFolder): Promise<string> {
  const lines = (await readFile(folder.log, 'utf8').catch(() => '')).split('\n')
  const telling = lines.filter((line) => /(FATAL|PANIC|ERROR|could not|cannot)/.test(line))
  const bind = telling.find((line) => line.includes('could not bind'))
  return (bind ?? telling.at(-1) ?? `see ${folder.log}`).replace(/^.*?(FATAL|LOG|PANIC|ERROR): +/, '')
}

async function ensureDatabase(url: string): Promise<void> {
  const admin = new URL(url)
  admin.pathname = '/postgres'
  const client: pg.Client = await clientFor(admin.href)
  try {
    const found = await client.query(`SELECT 1 FROM pg_database WHERE datname = 'gatehouse'`)
    if (found.rowCount === 0) await client.query('CREATE DATABASE gatehouse')
  } finally {
    await client.end()
  }
}

function stopper(child: ChildProcess): () => Promise<void> {
  const endWithUs = (): void => {
    child.kill('SIGINT')
  }
  process.once('exit', endWithUs)
  return async () => {
    process.off('exit', endWithUs)
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    await Promise.all([stopServer(child.pid), gone])
  }
}

/** The preferred port if nobody listens there, or one that the system picks. */
async function freePort(preferred: number | undefined): Promise<number> {
  const listen = (port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const server = createServer()
      server.once('error', reject)
      server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
        const address = server.address()
        const chosen = typeof address === 'object' && address !== null ? address.port : port
        server.close(() => {
          resolve(chosen)
        })
      })
    })
  return preferred === undefined ? listen(0) : listen(preferred).catch(() => listen(0))
}
