import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { oauthProvider } from '@better-auth/oauth-provider'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import { jwt } from 'better-auth/plugins'
import pg from 'pg'
import {
  API_SCOPE,
  CLIENT_ID,
  CLIENT_SECRET,
  emailOf,
  FLOW_SCOPES,
  PASSWORD,
  PEOPLE,
  REDIRECT_URI,
  RESOURCE,
  usernameOf,
} from '../load/registration.mjs'

/*
 * `better-auth` with its OAuth provider plugin on Node's own server, as its documentation has it: PostgreSQL by its own
 * adapter, secrets and tokens hashed, JWTs by ES256 with the jwt plugin. Its limits on requests are off, for they would
 * refuse a load that comes from one address.
 */

const { BENCH_PORT: port = '0', DATABASE_URL: url } = process.env
const origin = `http://localhost:${port}`

const options = {
  baseURL: origin,
  secret: randomBytes(32).toString('hex'),
  database: new pg.Pool({ connectionString: url, max: 20 }),
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { level: 'error' },
  disabledPaths: ['/token'],
  plugins: [
    jwt({ jwks: { keyPairConfig: { alg: 'ES256' } } }),
    oauthProvider({
      loginPage: '/sign-in',
      consentPage: '/consent',
      scopes: FLOW_SCOPES,
      resources: [{ identifier: RESOURCE, accessTokenTtl: 900, allowedScopes: FLOW_SCOPES }],
      enforcePerClientResources: false,
      accessTokenExpiresIn: 900,
      codeExpiresIn: 60,
      silenceWarnings: { oauthAuthServerConfig: true, openidConfig: true },
    }),
  ],
}
const { runMigrations } = await getMigrations(options)
await runMigrations()
const auth = betterAuth(options)
const { adapter } = await auth.$context

const now = new Date()
await adapter.create({
  model: 'oauthClient',
  data: {
    clientId: CLIENT_ID,
    clientSecret: createHash('sha256').update(CLIENT_SECRET).digest('base64url'),
    name: 'Bench',
    scopes: FLOW_SCOPES,
    clientCredentialsScopes: [API_SCOPE],
    redirectUris: [REDIRECT_URI],
    tokenEndpointAuthMethod: 'client_secret_basic',
    grantTypes: ['authorization_code', 'refresh_token', 'client_credentials'],
    responseTypes: ['code'],
    requirePKCE: true,
    skipConsent: true,
    createdAt: now,
    updatedAt: now,
  },
})

/** @returns {Promise<string>} the session's cookie of a new account */
async function signUp(person) {
  const body = { name: usernameOf(person), email: emailOf(person), password: PASSWORD }
  const answer = await auth.api.signUpEmail({ body, asResponse: true })
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0])
  const session = cookies.find((cookie) => cookie?.includes('session_token='))
  if (!session) throw new Error(`Nobody is signed up: ${answer.status} ${await answer.text()}`)
  return session
}
const cookies = []
for (let person = 0; person < PEOPLE; person += 1) cookies.push(await signUp(person))

const handler = toNodeHandler(auth)
const server = createServer((request, response) => void handler(request, response))
server.keepAliveTimeout = 65_000
await new Promise((resolve) => server.listen(Number(port), '127.0.0.1', () => resolve(undefined)))
process.on('SIGTERM', () => process.exit(0)).on('disconnect', () => process.exit(0))
process.send?.({ cookies })
