import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Database } from '@gatehouse/data-access'

/** A migrated, empty database of one test file. */
export interface TestDatabase {
  url: string
  database: Database
  /** Closes the connections and removes the database. */
  drop(): Promise<void>
}

const MIGRATIONS = resolve(import.meta.dirname, '../../../prisma/migrations')

/** Held while a database is made or removed: a template is copied by one connection at a time. */
const ADMINISTRATION_LOCK = 7_238_010

/**
 * Makes a database with every migration applied; takes some tens of milliseconds, for it copies a template that the first
 * call makes.
 *
 * @param options `poolSize` is the most connections of `database`; default 10
 * @example
 * const { database, drop } = await createTestDatabase()
 */
export async function createTestDatabase(options: { poolSize?: number } = {}): Promise<TestDatabase> {
  const server = process.env['GATEHOUSE_TEST_POSTGRES_URL']
  if (server === undefined) {
    throw new Error(
      'There is no PostgreSQL for tests: run them through Jest with the workspace configuration.',
    )
  }
  const name = `gatehouse_test_${randomUUID().replaceAll('-', '')}`
  await administer(server, async (admin) => {
    const template = await ensureTemplate(server, admin)
    await admin.pool.query(`CREATE DATABASE ${name} TEMPLATE ${template}`)
  })
  const url = databaseUrl(server, name)
  const database = await Database.connect({ url, poolSize: options.poolSize ?? 10 })
  return {
    url,
    database,
    drop: async () => {
      await database.close()
      await administer(server, (admin) => admin.pool.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
    },
  }
}

/** The template is named after the migrations in it, so that a server that stays never lends an outdated one. */
async function ensureTemplate(server: string, admin: Database): Promise<string> {
  const entries = await readdir(MIGRATIONS, { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const scripts = await Promise.all(
    folders.sort().map((folder) => readFile(resolve(MIGRATIONS, folder, 'migration.sql'), 'utf8')),
  )
  const hash = createHash('sha256').update(scripts.join('\n')).digest('hex').slice(0, 16)
  const template = `gatehouse_template_${hash}`
  const found = await admin.pool.query('SELECT 1 FROM pg_database WHERE datname = $1', [template])
  if (found.rowCount !== 0) return template

  const draft = `${template}_draft`
  await admin.pool.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`)
  await admin.pool.query(`CREATE DATABASE ${draft}`)
  const database = await Database.connect({ url: databaseUrl(server, draft), poolSize: 1 })
  try {
    for (const script of scripts) await database.pool.query(script)
  } finally {
    await database.close()
  }
  await admin.pool.query(`ALTER DATABASE ${draft} RENAME TO ${template}`)
  return template
}

async function administer(server: string, work: (admin: Database) => Promise<unknown>): Promise<void> {
  const admin = await Database.connect({ url: server, poolSize: 1 })
  try {
    await admin.pool.query('SELECT pg_advisory_lock($1)', [ADMINISTRATION_LOCK])
    await work(admin)
  } finally {
    await admin.close()
  }
}

function databaseUrl(server: string, name: string): string {
  const place = new URL(server)
  place.pathname = `/${name}`
  return place.href
}
