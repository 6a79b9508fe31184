import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { embeddedPostgres } from '../../tools/start/database.mjs'
import { Failure } from '../../tools/workspace/step.mjs'
import { pinRest } from './pinning.mjs'

/**
 * The PostgreSQL that all contenders share, each with a database of its own.
 * @param {string} home folder that is thrown away afterwards
 */
export async function startPostgres(home) {
  const keeper = embeddedPostgres(home)
  void keeper.start()
  const { url } = await keeper.message()
  const pid = postmasterOf(join(home, 'postgres'))
  pinRest(pid)
  return {
    url,
    pid,
    /** @param {string} name @returns {Promise<string>} the URL of a new, empty database */
    async create(name) {
      const { Database } = await import('@gatehouse/data-access')
      const database = await Database.connect({ url, poolSize: 1, applicationName: 'bench' })
      try {
        await database.pool.query(`CREATE DATABASE ${name}`)
      } finally {
        await database.close()
      }
      const own = new URL(url)
      own.pathname = `/${name}`
      return own.href
    },
    stop: () => keeper.stop(),
  }
}

/** @param {string} folder @returns {number} */
function postmasterOf(folder) {
  for (const data of [folder, join(folder, 'data')]) {
    try {
      return Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
    } catch {
      // The data stands in the other place.
    }
  }
  throw new Failure(`There is no PostgreSQL in ${folder}.`)
}

/** @returns {Promise<string>} the commit that is measured, or what could be told of it */
export async function commitOf() {
  try {
    const { stdout } = await promisify(execFile)('git', ['rev-parse', '--short', 'HEAD'])
    return stdout.trim()
  } catch {
    return 'unknown commit'
  }
}
