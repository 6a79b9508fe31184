import { startPeer } from './peer-process.mjs'

/** @type {import('./contenders.mjs').Start} */
export async function startJmondi({ postgres }) {
  const script = new URL('../peers/jmondi/server.mjs', import.meta.url)
  const { pid, port, facts, stop } = await startPeer(script, {
    DATABASE_URL: await postgres.create('jmondi'),
  })
  return {
    origin: `http://127.0.0.1:${port}`,
    issuer: `http://localhost:${port}`,
    pid,
    paths: {
      token: '/token',
      authorize: '/authorize',
      introspect: '/introspect',
      revoke: '/revoke',
      userinfo: '',
      discovery: '',
      keys: '/keys',
    },
    without: ['userinfo', 'discovery', 'keys'],
    withoutIdTokens: true,
    cookies: facts.cookies,
    stop,
  }
}
