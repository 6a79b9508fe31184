import { startBetterAuth } from './better-auth.mjs'
import { startFloor } from './floor.mjs'
import { startGatehouse } from './gatehouse.mjs'
import { startJmondi } from './jmondi.mjs'
import { startOidcProvider, startOidcProviderInMemory } from './oidc-provider.mjs'

/**
 * A server that runs and can be measured.
 * @typedef {object} Contender
 * @property {string} name
 * @property {string} origin where it is reached
 * @property {string} issuer
 * @property {number} pid of the process, with its children, that is the server
 * @property {{ token: string, authorize: string, introspect: string, revoke: string, userinfo: string,
 *   discovery: string, keys: string }} paths
 * @property {Record<string, string>} resourceParameter how a request names the API that a token is for
 * @property {Record<string, string>} exchangeParameter the same when a code is redeemed
 * @property {Record<string, string>} refreshParameter the same when a token is refreshed
 * @property {boolean} plainTokens its JWTs for an API are good neither for introspection nor for userinfo, so that these
 *   are measured with a token of its own format
 * @property {boolean} withoutIdTokens it does OAuth 2.0 alone
 * @property {string[]} without scenarios that it does not offer
 * @property {string[]} cookies of signed-in people, one each
 * @property {string} [databaseUrl]
 * @property {{ origin: string, pid: number, resource: string }} [bank] an API with the guard, and its identifier
 * @property {{ origin: string, pid: number }} [console] the admin console
 * @property {(connection: import('../load/connection.mjs').Connection, person: number) => Promise<void>} [signIn] by
 *   password, from a client's link to its code
 * @property {() => Promise<{ pid: number, milliseconds: number }>} [restart] stops it and starts it again, with the time
 *   from the second start until it says that it is ready
 * @property {() => Promise<void>} stop
 */

/**
 * @typedef {object} Surroundings
 * @property {Awaited<ReturnType<typeof import('../machine/database.mjs').startPostgres>>} postgres
 * @property {string} home folder that is thrown away afterwards
 * @property {string} [profile] folder for profiles of Gatehouse
 * @property {boolean} [withConsole] starts the admin console beside it
 * @property {number} [workers] processes of Gatehouse that share its port; one by default
 */

/** @typedef {(surroundings: Surroundings) => Promise<Pick<Contender, 'origin' | 'issuer' | 'pid' | 'paths' | 'cookies' | 'stop'>
 *   & Partial<Contender>>} Start */

/** @type {Record<string, { title: string, needsPackages?: boolean, start: Start }>} */
export const CONTENDERS = {
  gatehouse: { title: 'Gatehouse', start: startGatehouse },
  floor: { title: 'floor', start: startFloor },
  'oidc-provider': { title: 'oidc-provider, PostgreSQL', needsPackages: true, start: startOidcProvider },
  'oidc-provider-memory': {
    title: 'oidc-provider, memory',
    needsPackages: true,
    start: startOidcProviderInMemory,
  },
  jmondi: { title: '@jmondi/oauth2-server, PostgreSQL', needsPackages: true, start: startJmondi },
  'better-auth': { title: 'better-auth, PostgreSQL', needsPackages: true, start: startBetterAuth },
}

/** @param {string} name @param {Surroundings} surroundings @returns {Promise<Contender>} */
export async function startContender(name, surroundings) {
  const started = await CONTENDERS[name]?.start(surroundings)
  if (!started) throw new Error(`There is no contender ${name}`)
  const defaults = { resourceParameter: {}, exchangeParameter: {}, refreshParameter: {} }
  return { name, ...defaults, plainTokens: false, withoutIdTokens: false, without: [], ...started }
}
