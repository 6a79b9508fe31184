import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { resolve } from 'node:path'

/** The workspace's `prisma` folder, four levels above this file in `src` and in `dist` alike. */
export const PRISMA_FOLDER = resolve(import.meta.dirname, '../../../../prisma')

/** A folder of prisma/migrations, read from disk. */
export interface MigrationFile {
  /** Name of the folder, for example 20261121040000_first. */
  name: string
  sql: string
  /** SHA-256 of the script in hexadecimal, as `_prisma_migrations` keeps it. */
  checksum: string
}

/** Every migration on disk, oldest first. */
export async function readMigrationFiles(prismaFolder: string): Promise<MigrationFile[]> {
  const folder = resolve(prismaFolder, 'migrations')
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(resolve(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

/** Content of `migration_lock.toml`, or null before the first migration. */
export async function readMigrationLock(prismaFolder: string): Promise<string | null> {
  return readFile(resolve(prismaFolder, 'migrations/migration_lock.toml'), 'utf8').catch(() => null)
}
