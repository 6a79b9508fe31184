import { RESOURCE } from '../load/registration.mjs'
import { startPeer } from './peer-process.mjs'

/** @type {import('./contenders.mjs').Start} */
export async function startBetterAuth({ postgres }) {
  const script = new URL('../peers/better-auth.mjs', import.meta.url)
  const databaseUrl = await postgres.create('better_auth')
  const { pid, port, facts, stop } = await startPeer(script, { DATABASE_URL: databaseUrl })
  return {
    origin: `http://127.0.0.1:${port}`,
    issuer: `http://localhost:${port}/api/auth`,
    pid,
    paths: {
      token: '/api/auth/oauth2/token',
      authorize: '/api/auth/oauth2/authorize',
      introspect: '/api/auth/oauth2/introspect',
      revoke: '/api/auth/oauth2/revoke',
      userinfo: '/api/auth/oauth2/userinfo',
      discovery: '/api/auth/.well-known/openid-configuration',
      keys: '/api/auth/jwks',
    },
    resourceParameter: { resource: RESOURCE },
    exchangeParameter: { resource: RESOURCE },
    refreshParameter: { resource: RESOURCE },
    // A JWT for an API is not kept, so that it cannot be revoked.
    plainTokens: true,
    cookies: facts.cookies,
    stop,
  }
}
