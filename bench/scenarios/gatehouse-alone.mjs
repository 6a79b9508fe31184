import { API_SCOPE, CALLERS } from '../load/registration.mjs'
import { stockFor } from './scenario.mjs'

/*
 * What only Gatehouse has of all contenders: hosted pages where a person signs in by password, and an API with its guard.
 */

/** bcrypt takes a quarter of a second of CPU on each; more callers would wait in the queue, which is bounded. */
const SIGN_IN_CALLERS = 4

/** @typedef {import('./scenario.mjs').Scenario} Scenario */

/** @type {Scenario} */
const signIn = {
  name: 'sign-in',
  title: 'sign-in by password: authorization request, page, form',
  needs: 'signIn',
  callers: SIGN_IN_CALLERS,
  prepare: async (calls) => ({
    operation: (connection, caller) => async () => void (await calls.contender.signIn?.(connection, caller)),
  }),
}

/**
 * @param {string} name @param {string} title
 * @param {(calls: import('./scenario.mjs').TokenCalls, seconds: number) => Promise<(caller: number) => string | undefined>} tokens
 * @returns {Scenario}
 */
const guarded = (name, title, tokens) => ({
  name,
  title,
  needs: 'bank',
  prepare: async (calls, seconds) => {
    const { bank } = calls.contender
    if (!bank) throw new Error('There is no bank')
    const next = await tokens(calls, seconds)
    return {
      target: bank,
      operation: (connection, caller) => async () => {
        const token = next(caller)
        if (token === undefined) return false
        const headers = `authorization: Bearer ${token}\r\n`
        const { status, body } = await connection.request('GET', '/accounts', { headers })
        if (status !== 200) throw new Error(`The bank answered ${status} ${body}`)
      },
      after: async (connection) => {
        const { status } = await connection.request('GET', '/accounts')
        if (status !== 401) throw new Error(`The bank answered ${status} without a token`)
      },
    }
  },
})

/** @param {import('./scenario.mjs').TokenCalls} calls @param {import('./scenario.mjs').Connection} connection */
const bankToken = (calls, connection) =>
  calls.clientCredentialsAt(connection, calls.contender.bank?.resource ?? '', API_SCOPE)

/** The guard in the resource API, with the feed of revocations on, and the sign-in by password. */
export const GATEHOUSE_ALONE = [
  signIn,
  guarded('guard-known', 'request to the bank, token seen before', async (calls) => {
    const tokens = await stockFor(calls, 1, (connection) => bankToken(calls, connection))
    return (caller) => tokens[caller % CALLERS]
  }),
  guarded('guard-first-sight', 'request to the bank, first sight of the token', async (calls, seconds) => {
    const tokens = await stockFor(calls, seconds, (connection) => bankToken(calls, connection))
    return () => tokens.pop()
  }),
]
