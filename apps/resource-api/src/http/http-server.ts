import { randomBytes } from 'node:crypto'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { LogController } from 'fastify'
import type { Settings } from '../config/settings.js'

const BODY_LIMIT_BYTES = 16 * 1024

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}

/** Answers of the API show nothing in a browser. */
const API_POLICY = "default-src 'none'; frame-ancestors 'none'"

/** The documentation is a page with its own styles and script, which reads the metadata of the issuer and gets tokens there. */
const docsPolicy = (issuer: string) =>
  `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ${new URL(issuer).origin}; frame-ancestors 'none'`

/**
 * Fastify, set up once.
 *
 * Enforces: small JSON bodies; security headers on every answer; one log line per request, without query and headers.
 */
export function httpServer(settings: Settings): FastifyAdapter {
  const adapter = new FastifyAdapter({
    logger: {
      level: settings.logLevel,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label: string) => ({ level: label }) },
    },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    genReqId: () => randomBytes(8).toString('hex'),
  })
  const policyOfDocs = docsPolicy(settings.issuer)
  const fastify = adapter.getInstance()
  fastify.removeContentTypeParser('text/plain')
  fastify.addHook('onRequest', (request, reply, done) => {
    const policy = request.url.startsWith('/docs') ? policyOfDocs : API_POLICY
    void reply.headers({ ...SECURITY_HEADERS, 'content-security-policy': policy, 'x-request-id': request.id })
    done()
  })
  fastify.addHook('onResponse', (request, reply, done) => {
    const path = request.url.split('?', 1)[0]
    const durationMs = Math.round(reply.elapsedTime)
    request.log.info({ method: request.method, path, status: reply.statusCode, durationMs }, 'request')
    done()
  })
  return adapter
}
