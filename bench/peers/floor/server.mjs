import { parse } from 'node:querystring'
import { randomBytes, randomUUID, hash } from 'node:crypto'
import 'reflect-metadata'
import { Controller, Get, Header, HttpCode, Module, Post, Req, Res } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import pg from 'pg'
import {
  API_SCOPE,
  CLIENT_ID,
  CLIENT_SECRET,
  emailOf,
  FLOW_SCOPES,
  PEOPLE,
  REDIRECT_URI,
  RESOURCE,
} from '../../load/registration.mjs'
import { FloorProvider, Refusal } from './provider.mjs'
import { SCHEMA } from './schema.mjs'
import { SignedTokens } from './signed-tokens.mjs'

/*
 * The floor: what the work costs on Nest and Fastify with nothing around it. No interceptors, no validation by classes,
 * no audit, no limits, no log.
 */

const { BENCH_PORT: port = '0', DATABASE_URL: url } = process.env
const issuer = `http://localhost:${port}`
const pool = new pg.Pool({ connectionString: url, max: 20 })
const tokens = new SignedTokens(issuer)
const provider = new FloorProvider(pool, tokens)

const discovery = Buffer.from(
  JSON.stringify({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    introspection_endpoint: `${issuer}/introspect`,
    revocation_endpoint: `${issuer}/revoke`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: FLOW_SCOPES,
  }),
)
const keys = Buffer.from(JSON.stringify(tokens.jwks))

class Endpoints {
  token(request) {
    return provider.token(request.body, request.headers.authorization)
  }
  introspect(request) {
    return provider.introspect(request.body.token, request.headers.authorization)
  }
  async revoke(request) {
    await provider.revoke(request.body.token, request.headers.authorization)
    return ''
  }
  userinfo(request) {
    return provider.userinfo(request.headers.authorization)
  }
  async authorize(request, reply) {
    const session = /\bsession=([^;]+)/u.exec(request.headers.cookie ?? '')?.[1]
    const location = await provider.authorize(request.query, session)
    reply.status(303).header('location', location).header('cache-control', 'no-store').send('')
  }
  discovery(reply) {
    reply.header('content-type', 'application/json').send(discovery)
  }
  keys(reply) {
    reply.header('content-type', 'application/json').send(keys)
  }
}

Controller()(Endpoints)
/** @param {'token' | 'introspect' | 'revoke' | 'userinfo' | 'authorize' | 'discovery' | 'keys'} name */
function route(name, ...decorators) {
  const descriptor = Object.getOwnPropertyDescriptor(Endpoints.prototype, name)
  for (const decorator of decorators) decorator(Endpoints.prototype, name, descriptor)
}
const noStore = Header('cache-control', 'no-store')
for (const name of ['token', 'introspect', 'revoke', 'userinfo', 'authorize'])
  Req()(Endpoints.prototype, name, 0)
Res()(Endpoints.prototype, 'authorize', 1)
for (const name of ['discovery', 'keys']) Res()(Endpoints.prototype, name, 0)
route('token', Post('token'), HttpCode(200), noStore)
route('introspect', Post('introspect'), HttpCode(200), noStore)
route('revoke', Post('revoke'), HttpCode(200), noStore)
route('userinfo', Get('userinfo'), noStore)
route('authorize', Get('authorize'))
route('discovery', Get('.well-known/openid-configuration'))
route('keys', Get('keys'))

class Floor {}
Module({ controllers: [Endpoints] })(Floor)

/** @returns {Promise<string[]>} a session for each person, as its cookie */
async function fill() {
  await pool.query(SCHEMA)
  await pool.query('INSERT INTO clients VALUES ($1, $2, $3, $4, $5)', [
    ...[
      CLIENT_ID,
      hash('sha256', CLIENT_SECRET, 'buffer'),
      [REDIRECT_URI],
      [...FLOW_SCOPES, API_SCOPE],
      RESOURCE,
    ],
  ])
  const cookies = []
  for (let person = 0; person < PEOPLE; person += 1) {
    const [id, session] = [randomUUID(), randomBytes(32).toString('base64url')]
    await pool.query('INSERT INTO users VALUES ($1, $2)', [id, emailOf(person)])
    const digest = hash('sha256', session, 'buffer')
    await pool.query(`INSERT INTO sessions VALUES ($1, $2, now(), now() + interval '12 h')`, [digest, id])
    cookies.push(`session=${session}`)
  }
  return cookies
}

const adapter = new FastifyAdapter({ keepAliveTimeout: 65_000 })
const fastify = adapter.getInstance()
fastify.removeAllContentTypeParsers()
fastify.addContentTypeParser(
  'application/x-www-form-urlencoded',
  { parseAs: 'string' },
  (_request, body, done) => done(null, parse(body)),
)
const app = await NestFactory.create(Floor, adapter, { bodyParser: false, logger: ['error'] })
app.useGlobalFilters({
  catch(error, host) {
    const refusal = error instanceof Refusal ? error : new Refusal('server_error', 500)
    if (refusal !== error) process.stderr.write(`${error.stack}\n`)
    host.switchToHttp().getResponse().status(refusal.status).send({ error: refusal.message })
  },
})
const cookies = await fill()
await app.listen(Number(port), '127.0.0.1')
process.on('SIGTERM', () => process.exit(0)).on('disconnect', () => process.exit(0))
process.send?.({ cookies })
