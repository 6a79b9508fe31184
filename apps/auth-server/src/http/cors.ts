import type { ExecutionContext } from '@nestjs/common'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { incomingOf } from './incoming-request.js'

/** Endpoints whose answers any origin may read: they hold nothing but public facts, or need a bearer token. */
const OPEN = new Set([
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
  '/.well-known/jwks.json',
  '/oauth2/userinfo',
])

/** Endpoints whose answers the registered origins of the calling client may read. */
const BY_CLIENT = new Set(['/oauth2/token', '/oauth2/revoke'])

/** What a script may read besides the body: why it was refused, and the nonce for its next proof (RFC 9449 §8.1). */
const EXPOSED = ['access-control-expose-headers', 'www-authenticate, dpop-nonce'] as const

/**
 * On what every origin may read. Said to everybody, or a cache would hand a page what it kept for a caller without an origin
 * (Fetch §3.2.5).
 */
export const ALLOW_EVERY_ORIGIN = { 'access-control-allow-origin': '*', [EXPOSED[0]]: EXPOSED[1] }

/**
 * Answers preflights, and opens what is open to all. Cookies never count across origins: no
 * `Access-Control-Allow-Credentials` is ever sent. The authorization endpoint is not in either list (RFC 9700 §2.6).
 */
export function installCors(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const path = request.url.split('?', 1)[0] ?? ''
    const open = OPEN.has(path)
    if (open) reply.headers(ALLOW_EVERY_ORIGIN)
    if (!request.headers.origin || (!open && !BY_CLIENT.has(path))) return done()
    if (request.method !== 'OPTIONS') return done()
    // Who the client is comes with the body, so a preflight cannot know it; the answer itself is what is guarded.
    void reply
      .status(204)
      .header('access-control-allow-origin', '*')
      .header('access-control-allow-methods', 'GET, POST')
      .header('access-control-allow-headers', 'authorization, content-type, dpop')
      .header('access-control-max-age', '600')
      .send()
  })
}

/** Lets the browser read the answer if its page comes from one of the origins. */
export function allowOrigin(context: ExecutionContext, origins: readonly string[]): void {
  const origin = incomingOf(context).header('origin')
  if (origin === undefined) return
  const reply = context.switchToHttp().getResponse<FastifyReply>()
  reply.header('vary', 'origin')
  if (origins.includes(origin)) {
    reply.header('access-control-allow-origin', origin).header(...EXPOSED)
  }
}
