import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { parse } from 'node:querystring'
import { AuthorizationServer, DateInterval } from '@jmondi/oauth2-server'
import { handleFastifyError, handleFastifyReply, requestFromFastify } from '@jmondi/oauth2-server/fastify'
import fastifyServer from 'fastify'
import {
  CLIENT_ID,
  CLIENT_SECRET,
  emailOf,
  FLOW_SCOPES,
  PEOPLE,
  REDIRECT_URI,
} from '../../load/registration.mjs'
import { Es256Jwt } from './es256-jwt.mjs'
import { repositories } from './repositories.mjs'

/*
 * `@jmondi/oauth2-server` on Fastify by its own adapter: PKCE with S256 required, opaque codes and refresh tokens, access
 * tokens as JWTs by ES256 with a key that was imported once. It knows no ID tokens.
 */

const { BENCH_PORT: port = '0', DATABASE_URL: url = '' } = process.env
const issuer = `http://localhost:${port}`
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const stores = await repositories(url, FLOW_SCOPES)

const server = new AuthorizationServer(
  stores.clients,
  stores.tokens,
  stores.scopes,
  new Es256Jwt(privateKey),
  {
    issuer,
    requiresPKCE: true,
    requiresS256: true,
    useOpaqueAuthorizationCodes: true,
    useOpaqueRefreshTokens: true,
  },
)
const lifetime = new DateInterval('15m')
server.enableGrantTypes(
  [{ grant: 'authorization_code', authCodeRepository: stores.codes, userRepository: stores.users }, lifetime],
  ['client_credentials', lifetime],
  ['refresh_token', lifetime],
)

const fastify = fastifyServer({ keepAliveTimeout: 65_000 })
fastify.addContentTypeParser(
  'application/x-www-form-urlencoded',
  { parseAs: 'string' },
  (_request, body, done) => done(null, parse(body)),
)

/** @param {(request: any) => Promise<any>} work */
const answering = (work) => async (request, reply) => {
  try {
    handleFastifyReply(reply, await work(request))
  } catch (error) {
    handleFastifyError(error, reply)
  }
  return reply
}
fastify.post(
  '/token',
  answering((request) => server.respondToAccessTokenRequest(requestFromFastify(request))),
)
fastify.post(
  '/introspect',
  answering((request) => server.introspect(requestFromFastify(request))),
)
fastify.post(
  '/revoke',
  answering((request) => server.revoke(requestFromFastify(request))),
)
fastify.get(
  '/authorize',
  answering(async (request) => {
    const asked = await server.validateAuthorizationRequest(requestFromFastify(request))
    const session = /\bsession=([^;]+)/u.exec(request.headers.cookie ?? '')?.[1]
    const user = await stores.userOfSession(session)
    if (!user) throw new Error('Nobody is signed in')
    asked.user = user
    asked.isAuthorizationApproved = true
    return server.completeAuthorizationRequest(asked)
  }),
)
const jwk = createPublicKey(privateKey).export({ format: 'jwk' })
fastify.get('/keys', () => ({ keys: [{ ...jwk, kid: 'bench', alg: 'ES256', use: 'sig' }] }))

const GRANTS = ['authorization_code', 'client_credentials', 'refresh_token']
await stores.pool.query('INSERT INTO clients VALUES ($1, $2, $3, $4, $5)', [
  ...[CLIENT_ID, CLIENT_SECRET, [REDIRECT_URI], GRANTS, FLOW_SCOPES],
])
const cookies = []
for (let person = 0; person < PEOPLE; person += 1) {
  const session = randomBytes(32).toString('base64url')
  await stores.pool.query('INSERT INTO users VALUES ($1, $2)', [String(person), emailOf(person)])
  await stores.pool.query(`INSERT INTO sessions VALUES ($1, $2, now() + interval '12 h')`, [
    session,
    String(person),
  ])
  cookies.push(`session=${session}`)
}
await fastify.listen({ port: Number(port), host: '127.0.0.1' })
process.on('SIGTERM', () => process.exit(0)).on('disconnect', () => process.exit(0))
process.send?.({ cookies })
