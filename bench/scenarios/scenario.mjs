import { CALLERS } from '../load/registration.mjs'
import { stock } from './stock.mjs'

/** @typedef {import('../load/connection.mjs').Connection} Connection */
/** @typedef {import('../load/token-calls.mjs').TokenCalls} TokenCalls */

/**
 * One kind of work, as it is measured.
 * @typedef {object} Scenario
 * @property {string} name as on the command line
 * @property {string} title as in the table
 * @property {number} [callers] fewer than usual, where the work is heavy
 * @property {'bank' | 'signIn'} [needs] what only some contenders have
 * @property {(calls: TokenCalls, seconds: number) => Promise<Prepared>} prepare makes what is needed
 */

/**
 * @typedef {object} Prepared
 * @property {(connection: Connection, caller: number) => import('../load/load.mjs').Operation} operation
 * @property {(connection: Connection) => Promise<void>} [after] checks what can only be seen afterwards
 * @property {{ origin: string, pid: number }} [target] who is measured, if not the contender itself
 */

/** Most that is stocked for each second of a round that uses it up. */
const MOST_PER_SECOND = 4_000
/** Codes live a minute or less, so that stock must be made and used up well within it. */
const LONGEST_STOCKING_SECONDS = 15

/**
 * What a round uses up, made before it begins.
 * @template T
 * @param {TokenCalls} calls @param {number} seconds
 * @param {(connection: Connection, caller: number) => Promise<T>} make
 */
export function stockFor(calls, seconds, make) {
  const bounds = { most: seconds * MOST_PER_SECOND, seconds: Math.min(LONGEST_STOCKING_SECONDS, seconds * 3) }
  return stock(calls.contender.origin, bounds, make)
}

/**
 * One for each caller.
 * @template T
 * @param {TokenCalls} calls @param {(connection: Connection, caller: number) => Promise<T>} make
 */
export const oneEach = (calls, make) => stock(calls.contender.origin, { most: CALLERS, seconds: 60 }, make)

/** @param {TokenCalls} calls @param {Connection} connection @param {number} person @returns {Promise<string>} */
export async function refreshTokenOf(calls, connection, person) {
  const tokens = await calls.exchange(connection, await calls.authorize(connection, person))
  return tokens.refresh_token
}
