import { RESOURCE } from '../load/registration.mjs'
import { startPeer } from './peer-process.mjs'

/** @param {string} [databaseUrl] absent: everything in the process */
async function start(databaseUrl) {
  const script = new URL('../peers/oidc-provider/server.mjs', import.meta.url)
  const { pid, port, facts, stop } = await startPeer(script, databaseUrl ? { DATABASE_URL: databaseUrl } : {})
  return {
    origin: `http://127.0.0.1:${port}`,
    issuer: `http://localhost:${port}`,
    pid,
    paths: {
      token: '/token',
      authorize: '/auth',
      introspect: '/token/introspection',
      revoke: '/token/revocation',
      userinfo: '/me',
      discovery: '/.well-known/openid-configuration',
      keys: '/jwks',
    },
    resourceParameter: { resource: RESOURCE },
    // A JWT for an API is not kept, so that it can be neither introspected nor revoked.
    plainTokens: true,
    // It ends everything that its person ever allowed the client, so that a stock of them is gone with the first one.
    without: ['revoke-refresh'],
    cookies: facts.cookies,
    stop,
  }
}

/** @type {import('./contenders.mjs').Start} */
export const startOidcProvider = async ({ postgres }) => start(await postgres.create('oidc_provider'))

/** @type {import('./contenders.mjs').Start} */
export const startOidcProviderInMemory = () => start()
