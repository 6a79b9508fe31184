import { CALLERS } from '../load/registration.mjs'
import { stock } from './stock.mjs'

/** @typedef {import('../load/connection.mjs').Connection} Connection */
/** @typedef {import('../load/token-calls.mjs').TokenCalls} TokenCalls */

/** Most that is stocked for each second of a round that uses it up. */
const MOST_PER_SECOND = 4_000
/** Codes live a minute or less, so that stock must be made and used up well within it. */
const LONGEST_STOCKING_SECONDS = 15
/** How many of what was used up are tried once more. */
const SAMPLE = 2

/**
 * One kind of work, as it is measured.
 * @typedef {object} Scenario
 * @property {string} name as on the command line
 * @property {string} title as in the table
 * @property {number} [callers] fewer than usual, where the work is heavy
 * @property {(calls: TokenCalls, seconds: number) => Promise<{
 *   operation: (connection: Connection, caller: number) => import('../load/load.mjs').Operation,
 *   after?: (connection: Connection) => Promise<void>,
 * }>} prepare makes what is needed; `after` checks what can only be seen afterwards
 */

/** @param {TokenCalls} calls @param {number} seconds @param {(connection: Connection, caller: number) => Promise<any>} make */
function stockFor(calls, seconds, make) {
  const bounds = { most: seconds * MOST_PER_SECOND, seconds: Math.min(LONGEST_STOCKING_SECONDS, seconds * 3) }
  return stock(calls.contender.origin, bounds, make)
}

/** @param {TokenCalls} calls @param {(connection: Connection, caller: number) => Promise<any>} make one for each caller */
const oneEach = (calls, make) => stock(calls.contender.origin, { most: CALLERS, seconds: 60 }, make)

/** @param {TokenCalls} calls @param {Connection} connection @param {number} person @returns {Promise<string>} */
async function refreshToken(calls, connection, person) {
  const tokens = await calls.exchange(connection, await calls.authorize(connection, person))
  return tokens.refresh_token
}

/**
 * @param {string} name @param {string} title @param {'access_token' | 'refresh_token'} kind
 * @param {(calls: TokenCalls, connection: Connection, caller: number) => Promise<string>} make
 * @returns {Scenario}
 */
function revocation(name, title, kind, make) {
  return {
    name,
    title,
    prepare: async (calls, seconds) => {
      const tokens = await stockFor(calls, seconds, (connection, caller) => make(calls, connection, caller))
      /** @type {string[]} */
      const revoked = []
      return {
        operation: (connection) => async () => {
          const token = tokens.pop()
          if (!token) return false
          await calls.revoke(connection, token, kind)
          if (revoked.length < SAMPLE) revoked.push(token)
        },
        after: async (connection) => {
          for (const token of revoked) await calls.introspect(connection, token, false)
        },
      }
    },
  }
}

/** @type {Scenario[]} */
export const SCENARIOS = [
  {
    name: 'token',
    title: 'client credentials, JWT',
    prepare: async (calls) => ({
      operation: (connection) => async () => void (await calls.clientCredentials(connection)),
    }),
  },
  {
    name: 'exchange',
    title: 'code exchange',
    prepare: async (calls, seconds) => {
      const codes = await stockFor(calls, seconds, (connection, caller) =>
        calls.authorize(connection, caller),
      )
      return {
        operation: (connection) => async () => {
          const code = codes.pop()
          if (!code) return false
          await calls.exchange(connection, code)
        },
        after: (connection) => calls.requireSingleUse(connection),
      }
    },
  },
  {
    name: 'flow',
    title: 'whole code + PKCE flow, session present',
    prepare: async (calls) => ({
      operation: (connection, caller) => async () => {
        await calls.exchange(connection, await calls.authorize(connection, caller))
      },
    }),
  },
  {
    name: 'refresh',
    title: 'refresh with rotation',
    prepare: async (calls) => {
      const tokens = await oneEach(calls, (connection, caller) => refreshToken(calls, connection, caller))
      return {
        operation: (connection, caller) => async () => {
          tokens[caller] = await calls.refresh(connection, tokens[caller])
        },
      }
    },
  },
  {
    name: 'introspect',
    title: 'introspection',
    prepare: async (calls) => {
      const tokens = await oneEach(calls, (connection, caller) => calls.personalToken(connection, caller))
      return {
        operation: (connection, caller) => async () => {
          await calls.introspect(connection, tokens[caller % tokens.length], true)
        },
      }
    },
  },
  revocation('revoke', 'revocation of an access token', 'access_token', (calls, connection) =>
    calls.revocableToken(connection),
  ),
  revocation('revoke-refresh', 'revocation of a refresh token', 'refresh_token', refreshToken),
  {
    name: 'userinfo',
    title: 'userinfo',
    prepare: async (calls) => {
      const tokens = await oneEach(calls, (connection, caller) => calls.personalToken(connection, caller))
      return {
        operation: (connection, caller) => async () => {
          await calls.userinfo(connection, tokens[caller % tokens.length])
        },
      }
    },
  },
  {
    name: 'discovery',
    title: 'discovery',
    prepare: async (calls) => ({
      operation: (connection) => () => calls.document(connection, calls.paths.discovery, '"token_endpoint"'),
    }),
  },
  {
    name: 'keys',
    title: 'keys',
    prepare: async (calls) => ({
      operation: (connection) => () => calls.document(connection, calls.paths.keys, '"keys"'),
    }),
  },
]
