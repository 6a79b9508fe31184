import { percentile } from '../statistics.mjs'
import { processorMicros, residentMegabytes } from '../machine/processor-time.mjs'
import { Connection } from './connection.mjs'
import { CALLERS } from './registration.mjs'

/**
 * What one round measured.
 * @typedef {object} Round
 * @property {number} done operations that ended well
 * @property {number} perSecond
 * @property {number} serverMicros CPU of the server for each operation
 * @property {number} databaseMicros CPU of PostgreSQL for each operation
 * @property {number} p50 milliseconds
 * @property {number} p99
 * @property {string[]} errors what went wrong; with one entry the round is void
 * @property {number} residentMegabytes of the server after the round
 */

/**
 * An operation of one caller. Resolves to false when there is nothing left to do, and throws when an answer is wrong.
 * @typedef {() => Promise<boolean | void>} Operation
 */

/**
 * Lets every caller repeat its operation until the time is over or the stock is used up.
 * @param {object} run
 * @param {string} run.origin
 * @param {number} run.serverPid
 * @param {number} run.databasePid
 * @param {number} run.seconds
 * @param {number} [run.callers] how many ask at the same time, each waiting for its answer before it asks again
 * @param {(connection: Connection, caller: number) => Operation} run.operation
 * @returns {Promise<Round>}
 */
export async function load({ origin, serverPid, databasePid, seconds, callers = CALLERS, operation }) {
  const connections = Array.from({ length: callers }, () => new Connection(origin))
  /** @type {number[]} */
  const latencies = []
  /** @type {string[]} */
  const errors = []
  const before = [processorMicros(serverPid), processorMicros(databasePid)]
  const begin = performance.now()
  const end = begin + seconds * 1000

  await Promise.all(
    connections.map(async (connection, caller) => {
      const once = operation(connection, caller)
      while (performance.now() < end && errors.length === 0) {
        const sent = performance.now()
        try {
          if ((await once()) === false) return
          latencies.push(performance.now() - sent)
        } catch (error) {
          errors.push(error instanceof Error ? error.message : String(error))
        }
      }
    }),
  )

  const elapsed = (performance.now() - begin) / 1000
  const [server = 0, database = 0] = [serverPid, databasePid].map(
    (pid, at) => processorMicros(pid) - (before[at] ?? 0),
  )
  for (const connection of connections) connection.close()
  const done = latencies.length
  return {
    done,
    perSecond: done / elapsed,
    serverMicros: server / done,
    databaseMicros: database / done,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    errors,
    residentMegabytes: residentMegabytes(serverPid),
  }
}
