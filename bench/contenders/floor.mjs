import { startPeer } from './peer-process.mjs'

/** @type {import('./contenders.mjs').Start} */
export async function startFloor({ postgres }) {
  const url = await postgres.create('floor')
  const script = new URL('../peers/floor/server.mjs', import.meta.url)
  const { pid, port, facts, stop } = await startPeer(script, { DATABASE_URL: url })
  return {
    origin: `http://127.0.0.1:${port}`,
    issuer: `http://localhost:${port}`,
    pid,
    paths: {
      token: '/token',
      authorize: '/authorize',
      introspect: '/introspect',
      revoke: '/revoke',
      userinfo: '/userinfo',
      discovery: '/.well-known/openid-configuration',
      keys: '/keys',
    },
    cookies: facts.cookies,
    stop,
  }
}
