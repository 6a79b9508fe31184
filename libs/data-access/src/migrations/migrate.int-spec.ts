import { randomUUID } from 'node:crypto'
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { secondsLater } from '@gatehouse/testing'
import { Database } from '../database.js'
import { migrate, MigrationDrift, migrationStatus, newMigration } from './migrate.js'
import { PRISMA_FOLDER } from './migration-files.js'

const server = process.env['GATEHOUSE_TEST_POSTGRES_URL'] ?? ''

let url: string
let folder: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-prisma-'))
  cpSync(PRISMA_FOLDER, folder, { recursive: true })
  const place = new URL(server)
  const name = `gatehouse_migrate_${randomUUID().replaceAll('-', '')}`
  place.pathname = `/${name}`
  await onServer(`CREATE DATABASE ${name}`)
  url = place.href
})

afterEach(async () => {
  await onServer(`DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`)
  rmSync(folder, { recursive: true })
})

async function onServer(sql: string): Promise<void> {
  await inDatabase(server, sql)
}

async function inDatabase(place: string, sql: string): Promise<Record<string, unknown>[]> {
  const database = await Database.connect({ url: place, poolSize: 1 })
  try {
    return (await database.pool.query<Record<string, unknown>>(sql)).rows
  } finally {
    await database.close()
  }
}

function migrations(): string[] {
  return readdirSync(join(folder, 'migrations')).filter((name) => /^\d/.test(name))
}

describe('migrate', () => {
  it('applies every migration once and then has nothing to do', async () => {
    expect(await migrationStatus(url, folder)).toEqual({ applied: [], pending: migrations() })
    expect(await migrate(url, folder)).toEqual(migrations())
    expect(await migrationStatus(url, folder)).toEqual({ applied: migrations(), pending: [] })
    rmSync(join(folder, 'schema.prisma'))
    expect(await migrate(url, folder)).toEqual([])
  })

  it('applies each migration once when four start at the same moment', async () => {
    const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(url, folder)))
    expect(applied.flat()).toEqual(migrations())
    const rows = await inDatabase(url, 'SELECT count(*)::int AS count FROM _prisma_migrations')
    expect(rows).toEqual([{ count: migrations().length }])
  })

  it('refuses a migration that was edited after it ran', async () => {
    await migrate(url, folder)
    appendFileSync(join(folder, 'migrations', migrations()[0] ?? '', 'migration.sql'), '\n-- edited\n')
    const refused = migrate(url, folder)
    await expect(refused).rejects.toThrow(MigrationDrift)
    await expect(refused).rejects.toThrow(`${migrations()[0]} was edited after it ran`)
    expect((await migrationStatus(url, folder)).drift).toContain('was edited')
  })

  it('refuses a database that is ahead of the folder', async () => {
    await migrate(url, folder)
    rmSync(join(folder, 'migrations', migrations()[0] ?? ''), { recursive: true })
    await expect(migrate(url, folder)).rejects.toThrow('which prisma/migrations does not hold')
  })

  it('reports a migration that failed half-way, now and at the next start', async () => {
    const broken = join(folder, 'migrations/29990101000000_broken')
    cpSync(join(folder, 'migrations', migrations()[0] ?? ''), broken, { recursive: true })
    writeFileSync(join(broken, 'migration.sql'), 'SELECT no_such_function();')
    await expect(migrate(url, folder)).rejects.toThrow('no_such_function')
    await expect(migrate(url, folder)).rejects.toThrow('29990101000000_broken failed half-way')
  })
})

describe('newMigration', () => {
  it('finds nothing to do while schema.prisma is what the migrations make', async () => {
    expect(await newMigration(url, 'nothing', secondsLater(0), folder)).toBeUndefined()
  })

  it('writes what changed, named as prisma migrate does, and leaves no shadow database', async () => {
    appendFileSync(join(folder, 'schema.prisma'), '\nmodel Note {\n  id Int @id\n  text String\n}\n')
    const made = await newMigration(url, 'Add notes!', secondsLater(1), folder)
    expect(made).toBe(join(folder, 'migrations/20260101000001_add_notes'))
    const sql = readFileSync(join(made ?? '', 'migration.sql'), 'utf8')
    expect(sql).toContain('CREATE TABLE "Note"')
    expect(sql).not.toContain('clients')
    expect(await migrate(url, folder)).toContain('20260101000001_add_notes')
    const shadows = `SELECT datname FROM pg_database WHERE datname LIKE 'prisma_migrate_shadow%'`
    expect(await inDatabase(url, shadows)).toEqual([])
  })
})
