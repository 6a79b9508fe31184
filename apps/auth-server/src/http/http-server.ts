import type { RequestListener } from 'node:http'
import fastifyStatic from '@fastify/static'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { stringifySetCookie } from 'cookie'
import { LogController, type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Settings } from '../config/settings.js'
import { Answer } from './answer.js'
import { ASSETS_FOLDER, FONTS, VIEWER } from './assets.js'
import { installCors } from './cors.js'
import { incomingFrom } from './incoming-request.js'
import { LogStream } from './log-stream.js'
import { loggerOptions } from './logger-options.js'
import { OpenDocuments } from './open-documents.js'
import { Problem } from './problem.js'
import { requestAnswered, requestLogger } from './request-log.js'
import { RouteTable } from './route-table.js'
import { toOAuthError } from './to-oauth-error.js'
import { newTraceId } from './trace-ids.js'

const BODY_LIMIT_BYTES = 64 * 1024
const ASSETS_MAX_AGE_MS = 3_600_000
/** In characters: an identifier of 2,000 in base64url. The router's own bound of 100 hides long client ids. */
const LONGEST_PATH_PARAMETER = 2_700
/** How long a server that ends still answers on the connections that it has. */
const DRAIN_MS = 300
const ADMIN_PATH = '/admin/'

/**
 * The HTTP server of the authorization server: Fastify, set up once.
 *
 * Enforces: forms arrive as text and are parsed by `OAuthParameters` alone; forwarded headers count only from trusted
 * proxies; every answer carries the security headers.
 */
export class HttpServer extends FastifyAdapter {
  readonly routeTable: RouteTable
  readonly openDocuments: OpenDocuments

  constructor(private readonly settings: Settings) {
    const security = securityHeaders(settings)
    const logStream = new LogStream()
    super({
      // What would be there for middleware, of which there is none.
      skipMiddie: true,
      logger: loggerOptions(settings, logStream),
      logController: new LogController({ disableRequestLogging: true }),
      bodyLimit: BODY_LIMIT_BYTES,
      requestTimeout: 30_000,
      keepAliveTimeout: 65_000,
      childLoggerFactory: requestLogger,
      forceCloseConnections: 'idle',
      return503OnClosing: false,
      routerOptions: { maxParamLength: LONGEST_PATH_PARAMETER },
      trustProxy: settings.trustedProxies.length ? [...settings.trustedProxies] : false,
      genReqId: newTraceId,
      // An address that cannot be decoded never reaches a route, nor the hooks below.
      frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
        void reply.headers(security).header('x-request-id', request.id)
        const body = { ...toOAuthError(error).toJSON(), trace_id: request.id }
        void sendAnswer(reply, Answer.json(body, { status: error.statusCode ?? 400 }), settings.secure)
      },
    })
    const fastify = this.getInstance()
    this.routeTable = new RouteTable(fastify)
    this.openDocuments = new OpenDocuments(security, fastify.log)
    const answerByRoute = fastify.server.listeners('request') as RequestListener[]
    fastify.server.removeAllListeners('request').on('request', (request, response) => {
      if (this.openDocuments.answer(request, response)) return
      for (const answer of answerByRoute) answer(request, response)
    })
    fastify.decorateRequest('incoming', null)
    // The parsers that Fastify brings: its JSON parser would turn a JSON string into what passes for a form.
    fastify.removeAllContentTypeParsers()
    fastify.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: BODY_LIMIT_BYTES },
      (_request, body, done) => done(null, body),
    )
    fastify.addContentTypeParser(
      'application/json',
      { parseAs: 'string', bodyLimit: BODY_LIMIT_BYTES },
      (request, body, done) => parseJson(request, String(body), done),
    )
    // Another media type is refused by the endpoint, in the endpoint's own words.
    fastify.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES },
      (_request, _body, done) => done(null, {}),
    )
    // Who asks meanwhile is answered, and told that the connection ends, instead of finding it cut.
    fastify.addHook('preClose', (done) => {
      this.openDocuments.withdraw()
      setTimeout(done, fastify.server.listening ? DRAIN_MS : 0)
    })
    fastify.addHook('onClose', (_instance, done) => {
      logStream.end()
      done()
    })
    fastify.addHook('onRequest', (request, reply, done) => {
      reply.headers(security).header('x-request-id', request.id)
      done()
    })
    fastify.addHook('onResponse', (request, reply, done) => {
      const { traceId, method, path } = incomingFrom(request)
      const { statusCode: status, elapsedTime } = reply
      requestAnswered(fastify.log, { traceId, method, path, status, durationMs: Math.round(elapsedTime) })
      done()
    })
  }

  /** Registers what must be there before the first route. */
  async prepare(): Promise<this> {
    const fastify = this.getInstance()
    installCors(fastify)
    await fastify.register(fastifyStatic, {
      root: ASSETS_FOLDER,
      prefix: '/assets/',
      index: false,
      maxAge: ASSETS_MAX_AGE_MS,
    })
    for (const [name, { folder, file }] of Object.entries({ ...FONTS, ...VIEWER })) {
      fastify.get(`/assets/${name}`, (_request, reply) =>
        reply.sendFile(file, folder, { maxAge: ASSETS_MAX_AGE_MS }),
      )
    }
    return this
  }

  override reply(
    ...[response, body, statusCode]: Parameters<FastifyAdapter['reply']>
  ): ReturnType<FastifyAdapter['reply']> {
    if (!(body instanceof Answer)) return super.reply(response, body, statusCode)
    return sendAnswer(response as FastifyReply, body, this.settings.secure)
  }
}

/** JSON is for the admin API alone; elsewhere it counts like every media type that is not a form. */
function parseJson(
  request: FastifyRequest,
  body: string,
  done: (error: Error | null, value?: unknown) => void,
): void {
  if (!request.url.startsWith(ADMIN_PATH)) return done(null, {})
  try {
    done(null, body === '' ? {} : JSON.parse(body))
  } catch {
    done(new Problem('bad-request', { detail: 'The body is not JSON.' }))
  }
}

/** Writes an answer. Only filters call this; controllers return the answer. */
export function sendAnswer(reply: FastifyReply, answer: Answer, secure: boolean): FastifyReply {
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  for (const { name, value, maxAgeSeconds } of answer.cookies) {
    const lifetime = maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds }
    // Fastify collects what comes under this name (RFC 6265 §3).
    reply.header(
      'set-cookie',
      stringifySetCookie({ name, value, path: '/', httpOnly: true, sameSite: 'lax', secure, ...lifetime }),
    )
  }
  return reply.status(answer.status).headers(answer.headers).send(answer.body)
}

function securityHeaders(settings: Settings): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    ...(settings.secure ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  }
}
