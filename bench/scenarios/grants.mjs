import { oneEach, refreshTokenOf, stockFor } from './scenario.mjs'

/** @typedef {import('./scenario.mjs').Scenario} Scenario */

/** @type {Scenario} */
const token = {
  name: 'token',
  title: 'client credentials, JWT',
  prepare: async (calls) => ({
    operation: (connection) => async () => void (await calls.clientCredentials(connection)),
  }),
}

/** @type {Scenario} */
const exchange = {
  name: 'exchange',
  title: 'code exchange',
  prepare: async (calls, seconds) => {
    const codes = await stockFor(calls, seconds, (connection, caller) => calls.authorize(connection, caller))
    return {
      operation: (connection) => async () => {
        const code = codes.pop()
        if (!code) return false
        await calls.exchange(connection, code)
      },
      after: (connection) => calls.requireSingleUse(connection),
    }
  },
}

/** @type {Scenario} */
const flow = {
  name: 'flow',
  title: 'whole code + PKCE flow, session present',
  prepare: async (calls) => ({
    operation: (connection, caller) => async () => {
      await calls.exchange(connection, await calls.authorize(connection, caller))
    },
  }),
}

/** @type {Scenario} */
const refresh = {
  name: 'refresh',
  title: 'refresh with rotation',
  prepare: async (calls) => {
    const tokens = await oneEach(calls, (connection, caller) => refreshTokenOf(calls, connection, caller))
    return {
      operation: (connection, caller) => async () => {
        tokens[caller] = await calls.refresh(connection, tokens[caller] ?? '')
      },
    }
  },
}

/** Of ten requests: six refresh, two are client credentials, one is an introspection and one a whole flow. @type {Scenario} */
const mixed = {
  name: 'mixed',
  title: 'mixed: 60 % refresh, 20 % client credentials, 10 % introspection, 10 % flows',
  prepare: async (calls) => {
    const tokens = await oneEach(calls, (connection, caller) => refreshTokenOf(calls, connection, caller))
    const personal = await oneEach(calls, (connection, caller) => calls.personalToken(connection, caller))
    return {
      operation: (connection, caller) => {
        let turn = caller
        return async () => {
          turn = (turn + 1) % 10
          if (turn < 6) tokens[caller] = await calls.refresh(connection, tokens[caller] ?? '')
          else if (turn < 8) await calls.clientCredentials(connection)
          else if (turn < 9)
            await calls.introspect(connection, personal[caller % personal.length] ?? '', true)
          else {
            const issued = await calls.exchange(connection, await calls.authorize(connection, caller))
            // A long run outlives the access token that it began with.
            if (!calls.contender.plainTokens) personal[caller % personal.length] = issued.access_token
          }
        }
      },
    }
  },
}

/** What the token endpoint does, alone and together. */
export const GRANTS = [token, exchange, flow, refresh, mixed]
