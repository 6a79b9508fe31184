import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { Provider } from 'oidc-provider'
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
import { MemoryAdapter } from './memory-adapter.mjs'
import { postgresAdapter } from './postgres-adapter.mjs'

/*
 * `oidc-provider`, set up as its documentation asks for production: an adapter, keys and cookie keys of its own, no
 * development interactions. Access tokens for the API are JWTs by resource indicator; refresh tokens rotate.
 */

const { BENCH_PORT: port = '0', DATABASE_URL: url } = process.env
const issuer = `http://localhost:${port}`
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

const Adapter = url ? await postgresAdapter(url) : MemoryAdapter

const provider = new Provider(issuer, {
  adapter: Adapter,
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'bench', alg: 'ES256', use: 'sig' }] },
  cookies: { keys: [randomBytes(32).toString('hex')] },
  claims: { openid: ['sub'], email: ['email'] },
  scopes: FLOW_SCOPES,
  findAccount: (_context, accountId) => ({
    accountId,
    claims: () => ({ sub: accountId, email: emailOf(Number(accountId)) }),
  }),
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: API_SCOPE,
        audience: RESOURCE,
        accessTokenTTL: 900,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
  interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
  // The scope offline_access would be left out without a consent page in each flow.
  issueRefreshToken: (_context, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
  ttl: {
    AccessToken: 900,
    ClientCredentials: 900,
    AuthorizationCode: 60,
    IdToken: 3600,
    RefreshToken: 14 * 86_400,
    Session: 14 * 86_400,
    Grant: 14 * 86_400,
    Interaction: 3600,
  },
})
provider.on('server_error', (_context, error) => process.stderr.write(`${error.stack}\n`))

/** The sign-in and consent pages, which are the operator's to write: whoever the cookie names is signed in and consents. */
provider.use(async (context, next) => {
  if (!context.path.startsWith('/interaction/')) return next()
  const { req, res } = context
  const { prompt, params, session } = await provider.interactionDetails(req, res)
  const result = {}
  if (prompt.name === 'login') result.login = { accountId: context.cookies.get('person') }
  else {
    const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id })
    grant.addOIDCScope(FLOW_SCOPES.join(' '))
    grant.addResourceScope(RESOURCE, API_SCOPE)
    result.consent = { grantId: await grant.save() }
  }
  context.respond = false
  await provider.interactionFinished(req, res, result, { mergeWithLastSubmission: true })
})

// Where clients are registered while the server runs, they are kept like everything else.
await new Adapter('Client').upsert(CLIENT_ID, {
  client_id: CLIENT_ID,
  client_secret: CLIENT_SECRET,
  grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
  redirect_uris: [REDIRECT_URI],
  response_types: ['code'],
  id_token_signed_response_alg: 'ES256',
  scope: FLOW_SCOPES.join(' '),
})

const server = provider.listen(Number(port), '127.0.0.1')
server.keepAliveTimeout = 65_000

/** Signs a person in as a browser would. @param {number} person @returns {Promise<string>} the session's cookies */
async function signIn(person) {
  const jar = new Map([['person', String(person)]])
  let at = `${issuer}/auth?${new URLSearchParams({
    ...{ response_type: 'code', client_id: CLIENT_ID, redirect_uri: REDIRECT_URI, resource: RESOURCE },
    ...{ scope: FLOW_SCOPES.join(' '), prompt: 'consent', code_challenge_method: 'S256' },
    code_challenge: randomBytes(32).toString('base64url'),
  }).toString()}`
  for (let hops = 0; at.startsWith(issuer) && hops < 12; hops += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(at, { redirect: 'manual', headers: { cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? []
      jar.set(name, value)
    }
    const location = answer.headers.get('location')
    if (!location) throw new Error(`Nobody is signed in: ${answer.status} ${await answer.text()}`)
    at = new URL(location, at).href
  }
  if (!at.startsWith(`${REDIRECT_URI}?code=`)) throw new Error(`Nobody is signed in: ${at}`)
  return [...jar]
    .filter(([name]) => name.startsWith('_session'))
    .map((pair) => pair.join('='))
    .join('; ')
}

await new Promise((resolve) => server.once('listening', resolve))
const cookies = []
for (let person = 0; person < PEOPLE; person += 1) cookies.push(await signIn(person))
process.on('SIGTERM', () => process.exit(0)).on('disconnect', () => process.exit(0))
process.send?.({ cookies })
