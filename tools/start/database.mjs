import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inWorkspace, workspaceRoot } from '../workspace/paths.mjs'
import { Failure } from '../workspace/step.mjs'
import { ManagedProcess } from './managed-process.mjs'

/**
 * The process that holds the embedded PostgreSQL, not yet started. Its first message is `{ url }`.
 * @param {string} home
 */
export function embeddedPostgres(home) {
  const { PATH, HOME, LANG, TZ, TMPDIR, SystemRoot, TEMP, USERPROFILE } = process.env
  return new ManagedProcess(
    {
      name: 'postgres',
      script: inWorkspace('tools', 'start', 'postgres-keeper.mjs'),
      args: [join(home, 'postgres')],
      cwd: workspaceRoot,
      env: { PATH, HOME, LANG, TZ, TMPDIR, SystemRoot, TEMP, USERPROFILE },
    },
    home,
  )
}

/**
 * Applies the migrations that are missing.
 * @param {string} databaseUrl
 * @throws {Failure} in one line when the database cannot be reached
 */
export async function migrateDatabase(databaseUrl) {
  const { Database, migrate } = await import('@gatehouse/data-access')
  try {
    await (
      await Database.connect({ url: databaseUrl, poolSize: 1, applicationName: 'gatehouse-start' })
    ).close()
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error))
  }
  return migrate(databaseUrl)
}

/**
 * @typedef {object} SeedInput
 * @property {string} databaseUrl
 * @property {string} issuer @property {string} bankUrl @property {string} consoleUrl
 * @property {import('./secrets.mjs').Secrets} secrets
 * @property {boolean} production no demo person or client is made
 */
/**
 * @typedef {object} SeedFacts
 * @property {string} [setupUrl] one-time link that creates the first admin; absent once there is one
 * @property {{ username: string, password: string, clientId: string, clientSecret: string }} [demo]
 */

/**
 * Brings the first rows up to date: resources, scopes, first-party clients and, for local use, the demo.
 * @param {SeedInput} input
 * @returns {Promise<SeedFacts>}
 */
export async function seedDatabase(input) {
  const file = inWorkspace('dist', 'prisma', 'seed.js')
  if (!existsSync(file)) throw new Failure('prisma/seed.ts was not built; run npm run build.')
  const { seed } = await import(pathToFileURL(file).href)
  return seed(input)
}
