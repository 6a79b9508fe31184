import { migrateDatabase, seedDatabase } from './start/database.mjs'
import { loadSecrets } from './start/secrets.mjs'
import { given, readSettings } from './start/settings.mjs'
import { entry, Failure } from './workspace/step.mjs'

/*
 * Brings a database up to date and fills its first rows, once, before the servers of a deployment start. Prints the
 * one-time link that creates the first admin, as long as there is none.
 */
await entry(async () => {
  const databaseUrl = given(process.env, 'DATABASE_URL')
  if (!databaseUrl) throw new Failure('DATABASE_URL is missing.')
  const settings = await readSettings(process.env, [])
  const { issuer, bankUrl, consoleUrl, production } = settings
  const applied = await migrateDatabase(databaseUrl)
  for (const migration of applied) process.stdout.write(`applied ${migration}\n`)
  const secrets = loadSecrets(settings, process.env)
  const { setupUrl } = await seedDatabase({ databaseUrl, issuer, bankUrl, consoleUrl, secrets, production })
  process.stdout.write(setupUrl ? `The first admin, once: ${setupUrl}\n` : 'There is an admin already.\n')
})
