import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { prepare } from './prepare.mjs'
import { environmentOf } from './start/apps.mjs'
import { embeddedPostgres, migrateDatabase } from './start/database.mjs'
import { lockHome } from './start/lock.mjs'
import { loadSecrets } from './start/secrets.mjs'
import { given, homeOf } from './start/settings.mjs'
import { inWorkspace, workspaceRoot } from './workspace/paths.mjs'
import { entry, Failure } from './workspace/step.mjs'

/*
 * `npm run client|user|resource|gatehouse -- …`, `npm run db:migrate|db:new|db:status`: runs a command on the database of
 * DATABASE_URL, else on that of the running server, else on the embedded PostgreSQL, started for the while.
 */

/** @typedef {(databaseUrl: string) => Promise<number>} Command resolves to the exit code */

/** @param {string} noun @param {string[]} args @returns {Command} */
function serverCommand(noun, args) {
  return async (databaseUrl) => {
    const production = process.env['NODE_ENV'] === 'production'
    const secrets = loadSecrets({ home: homeOf(process.env), production }, process.env)
    const env = environmentOf(process.env, {
      DATABASE_URL: databaseUrl,
      GATEHOUSE_PASSWORD_PEPPER: secrets.GATEHOUSE_PASSWORD_PEPPER,
    })
    const script = inWorkspace('apps', 'auth-server', 'dist', 'cli.js')
    const child = spawn(process.execPath, ['--enable-source-maps', script, noun, ...args], {
      cwd: workspaceRoot,
      stdio: 'inherit',
      env,
    })
    return new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code) => resolve(code ?? 1))
    })
  }
}

/** @param {string[]} args @returns {Command} */
function databaseCommand([verb, name]) {
  return async (databaseUrl) => {
    const { migrationStatus, newMigration } = await import('@gatehouse/data-access')
    const print = (/** @type {string} */ line) => process.stdout.write(`${line}\n`)
    if (verb === 'migrate') {
      const applied = await migrateDatabase(databaseUrl)
      applied.forEach((migration) => print(`applied ${migration}`))
      if (applied.length === 0) print('The database is up to date.')
      return 0
    }
    if (verb === 'new' && name) {
      const folder = await newMigration(databaseUrl, name)
      print(
        folder
          ? `wrote ${folder}`
          : 'Nothing to write: prisma/schema.prisma holds nothing that the migrations do not make already.',
      )
      return 0
    }
    if (verb !== 'status') throw new Failure('Usage: npm run db:migrate | db:status | db:new -- <name>')
    const { applied, pending, drift } = await migrationStatus(databaseUrl)
    applied.forEach((migration) => print(`applied  ${migration}`))
    pending.forEach((migration) => print(`pending  ${migration}`))
    if (drift) print(drift)
    return drift || pending.length > 0 ? 1 : 0
  }
}

/** @param {string} home @returns {string | undefined} the database of the server that runs there */
function databaseOfRunningServer(home) {
  const file = join(home, 'run.json')
  if (!existsSync(file)) return undefined
  const { databaseUrl, pids } = JSON.parse(readFileSync(file, 'utf8'))
  try {
    process.kill(pids.supervisor, 0)
    return databaseUrl
  } catch {
    return undefined
  }
}

/** @param {Command} command @param {boolean} migrated whether the tables must be there */
async function onDatabase(command, migrated) {
  const home = homeOf(process.env)
  const existing = given(process.env, 'DATABASE_URL') ?? databaseOfRunningServer(home)
  if (existing) return command(existing)

  const unlock = lockHome(home, 'another command')
  const postgres = embeddedPostgres(home)
  process.on('SIGINT', () => {}) // the command is interrupted too, and the database then ends in order
  try {
    void postgres.start()
    const { url } = await postgres.message()
    if (migrated) await migrateDatabase(url)
    return await command(url)
  } finally {
    await postgres.stop()
    unlock()
  }
}

await entry(async () => {
  const [noun, ...args] = process.argv.slice(2)
  if (!noun)
    throw new Failure(
      'Usage: npm run client|user|resource|gatehouse -- <command> …, npm run db:migrate|db:new|db:status',
    )
  await prepare({ console: false })
  if (noun === 'db') return onDatabase(databaseCommand(args), false)
  const command = serverCommand(noun, args)
  const asksForHelp = args.length === 0 || args.includes('--help')
  return asksForHelp ? command('postgresql://') : onDatabase(command, true)
})
