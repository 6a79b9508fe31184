import { oneEach, refreshTokenOf, stockFor } from './scenario.mjs'

/** How many of what was used up are tried once more. */
const SAMPLE = 2

/** @typedef {import('./scenario.mjs').Scenario} Scenario */
/** @typedef {import('./scenario.mjs').Connection} Connection */
/** @typedef {import('./scenario.mjs').TokenCalls} TokenCalls */

/** @type {Scenario} */
const introspect = {
  name: 'introspect',
  title: 'introspection',
  prepare: async (calls) => {
    const tokens = await oneEach(calls, (connection, caller) => calls.personalToken(connection, caller))
    return {
      operation: (connection, caller) => async () => {
        await calls.introspect(connection, tokens[caller % tokens.length] ?? '', true)
      },
    }
  },
}

/**
 * @param {string} name @param {string} title @param {'access_token' | 'refresh_token'} kind
 * @param {(calls: TokenCalls, connection: Connection, caller: number) => Promise<string>} make
 * @returns {Scenario}
 */
const revocation = (name, title, kind, make) => ({
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
})

/** @type {Scenario} */
const userinfo = {
  name: 'userinfo',
  title: 'userinfo',
  prepare: async (calls) => {
    const tokens = await oneEach(calls, (connection, caller) => calls.personalToken(connection, caller))
    return {
      operation: (connection, caller) => async () => {
        await calls.userinfo(connection, tokens[caller % tokens.length] ?? '')
      },
    }
  },
}

/** @param {'discovery' | 'keys'} name @param {string} sign what the document must hold @returns {Scenario} */
const document = (name, sign) => ({
  name,
  title: name,
  prepare: async (calls) => ({
    operation: (connection) => () => calls.document(connection, calls.paths[name], sign),
  }),
})

/** What is asked about tokens and about the server. */
export const LOOK_UPS = [
  introspect,
  revocation('revoke', 'revocation of an access token', 'access_token', (calls, connection) =>
    calls.revocableToken(connection),
  ),
  revocation('revoke-refresh', 'revocation of a refresh token', 'refresh_token', refreshTokenOf),
  userinfo,
  document('discovery', '"token_endpoint"'),
  document('keys', '"keys"'),
]
