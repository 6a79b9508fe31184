import { Database } from '@gatehouse/data-access'
import type { RunningGatehouse } from './running-gatehouse.js'

/** Runs statements in the database of the instance. */
export async function inDatabase<T>(
  gatehouse: RunningGatehouse,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await Database.connect({ url: gatehouse.databaseUrl, poolSize: 1 })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}
