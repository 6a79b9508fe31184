import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { Database } from '../database.js'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js'

let directory: string
let server: EmbeddedPostgres | undefined

const connectionFile = (): string => join(directory, 'connection.json')

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-embedded-'))
  chmodSync(directory, 0o755)
})

afterEach(async () => {
  await server?.stop()
  server = undefined
})

afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

async function query<Row>(url: string, sql: string): Promise<Row[]> {
  const database = await Database.connect({ url, poolSize: 1 })
  try {
    return (await database.pool.query(sql)).rows as Row[]
  } finally {
    await database.close()
  }
}

function listenOn(port: number): Promise<Server> {
  return new Promise((resolve) => {
    const blocker = createServer().listen({ host: '127.0.0.1', port }, () => {
      resolve(blocker)
    })
  })
}

function serverPid(): number {
  return Number(readFileSync(join(directory, 'data/postmaster.pid'), 'utf8').split('\n')[0])
}

describe('the embedded PostgreSQL', () => {
  it('is a real PostgreSQL 18 in UTF-8, on the loopback address alone, behind a password of its own', async () => {
    const lines: string[] = []
    server = await startEmbeddedPostgres({ directory, log: (line) => lines.push(line) })
    const [row] = await query<Record<string, string>>(
      server.url,
      `SELECT current_setting('server_version') AS version, current_setting('listen_addresses') AS listen,
         current_setting('server_encoding') AS encoding, upper('straße é') AS upper, current_database() AS name`,
    )
    expect(row).toMatchObject({ listen: '127.0.0.1', encoding: 'UTF8', name: 'gatehouse' })
    expect(row?.['version']).toMatch(/^18\./)
    expect(row?.['upper']).toContain('É')
    expect(lines).toEqual([expect.stringContaining(`127.0.0.1:${server.port}`)])
    expect(statSync(connectionFile()).mode & 0o777).toBe(0o600)
    const wrong = new URL(server.url)
    wrong.password = 'wrong'
    await expect(Database.connect({ url: wrong.href })).rejects.toThrow('password authentication failed')
    await query(server.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
  })

  it('keeps its data and its port over a restart', async () => {
    const before = JSON.parse(readFileSync(connectionFile(), 'utf8')) as { port: number }
    server = await startEmbeddedPostgres({ directory })
    expect(server.port).toBe(before.port)
    expect(await query(server.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
  })

  it('refuses a directory whose server has a living owner, and leaves that server alone', async () => {
    server = await startEmbeddedPostgres({ directory })
    await expect(startEmbeddedPostgres({ directory })).rejects.toThrow(
      `Process ${process.pid} already runs PostgreSQL`,
    )
    expect(await query(server.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
  })

  it('stops the orphan that an owner left behind when it was killed', async () => {
    await startEmbeddedPostgres({ directory })
    const orphan = serverPid()
    const dead = spawnSync(process.execPath, ['--version']).pid
    const connection = JSON.parse(readFileSync(connectionFile(), 'utf8')) as object
    writeFileSync(connectionFile(), JSON.stringify({ ...connection, ownerPid: dead }))
    server = await startEmbeddedPostgres({ directory })
    expect(serverPid()).not.toBe(orphan)
    expect(() => process.kill(orphan, 0)).toThrow()
    expect(await query(server.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
  })

  it('starts after the server was killed, and over a pid file that names somebody else', async () => {
    const killed = await startEmbeddedPostgres({ directory })
    process.kill(serverPid(), 'SIGKILL')
    await killed.stop()
    const restarted = await startEmbeddedPostgres({ directory })
    expect(await query(restarted.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
    process.kill(serverPid(), 'SIGKILL')
    await restarted.stop()
    const pidFile = join(directory, 'data/postmaster.pid')
    const lines = readFileSync(pidFile, 'utf8').split('\n')
    writeFileSync(pidFile, [process.pid, ...lines.slice(1)].join('\n'))
    server = await startEmbeddedPostgres({ directory })
    expect(await query(server.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
  })

  it('takes another port when the last one is taken, but not when a port was asked for', async () => {
    const { port } = JSON.parse(readFileSync(connectionFile(), 'utf8')) as { port: number }
    const blocker = await listenOn(port)
    await expect(startEmbeddedPostgres({ directory, port })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is taken`,
    )
    server = await startEmbeddedPostgres({ directory })
    expect(server.port).not.toBe(port)
    blocker.close()
  })

  it('says what to do when its password was lost', async () => {
    const kept = readFileSync(connectionFile())
    rmSync(connectionFile())
    await expect(startEmbeddedPostgres({ directory })).rejects.toThrow('restore the file, or remove')
    writeFileSync(connectionFile(), kept, { mode: 0o600 })
  })

  // Only root starts the server as another account; anybody else's folders are open to themselves.
  const asRoot = process.getuid?.() === 0 ? it : it.skip
  asRoot('names the folder that its account may not enter', async () => {
    const closed = mkdtempSync(join(tmpdir(), 'gatehouse-closed-'))
    chmodSync(closed, 0o700)
    const inside = join(closed, 'project/.gatehouse')
    await expect(startEmbeddedPostgres({ directory: inside })).rejects.toThrow(`may not enter ${closed}`)
    rmSync(closed, { recursive: true })
  })
})
