import { Connection } from '../load/connection.mjs'
import { CALLERS } from '../load/registration.mjs'

/**
 * Makes what a round will use up, outside of what is measured: as many as asked for, or as many as come in time.
 * @template T
 * @param {string} origin
 * @param {{ most: number, seconds: number }} bounds
 * @param {(connection: Connection, caller: number) => Promise<T>} make
 * @returns {Promise<T[]>}
 */
export async function stock(origin, { most, seconds }, make) {
  const end = performance.now() + seconds * 1000
  /** @type {T[]} */
  const made = []
  let begun = 0
  const callers = Array.from({ length: CALLERS }, async (_, caller) => {
    const connection = new Connection(origin)
    try {
      while (begun < most && (performance.now() < end || made.length === 0)) {
        begun += 1
        made.push(await make(connection, caller))
      }
    } finally {
      connection.close()
    }
  })
  await Promise.all(callers)
  return made
}
