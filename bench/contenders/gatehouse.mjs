import { createHash, randomBytes } from 'node:crypto'
import { appPlans } from '../../tools/start/apps.mjs'
import { migrateDatabase, seedDatabase } from '../../tools/start/database.mjs'
import { ManagedProcess } from '../../tools/start/managed-process.mjs'
import { freePort } from '../../tools/start/ports.mjs'
import { SECRET_NAMES } from '../../tools/start/secrets.mjs'
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
import { pinServer, unpin } from '../machine/pinning.mjs'
import { signInByPassword } from './password-sign-in.mjs'

const INHERITED = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR']
const SESSION_MS = 12 * 3_600_000
const DEFAULT_PASSWORD_COST = 12

const sha256 = (/** @type {string} */ value) => createHash('sha256').update(value).digest()

/**
 * The authorization server as `npm start` runs it in production: same build, same options, every setting at its default.
 * @type {import('./contenders.mjs').Start}
 */
export async function startGatehouse({ postgres, home, profile, workers = 1, withConsole = false }) {
  const databaseUrl = await postgres.create(`gatehouse_bench_${workers}`)
  const ports = { auth: await freePort(), bank: await freePort(), console: await freePort() }
  const urls = {
    issuer: `http://localhost:${ports.auth}`,
    bankUrl: `http://localhost:${ports.bank}`,
    consoleUrl: `http://localhost:${ports.console}`,
  }
  const secrets = Object.fromEntries(
    SECRET_NAMES.map((name) => [name, randomBytes(32).toString('base64url')]),
  )
  await migrateDatabase(databaseUrl)
  await seedDatabase({ databaseUrl, ...urls, secrets, production: true })
  const cookies = await fill(databaseUrl, urls.bankUrl, secrets['GATEHOUSE_PASSWORD_PEPPER'] ?? '')

  const inherited = Object.fromEntries(INHERITED.map((name) => [name, process.env[name]]))
  const settings = { home, watch: false, production: true, host: undefined, databaseUrl, ports, ...urls }
  const env = {
    ...inherited,
    NODE_ENV: 'production',
    GATEHOUSE_WORKERS: String(workers),
    ...profiling(profile),
  }
  const plans = appPlans(settings, secrets, databaseUrl, env).slice(0, withConsole ? 3 : 2)
  const servers = plans.map((plan) => new ManagedProcess(plan, home))
  for (const server of servers) {
    void server.start()
    await server.ready()
    await server.settles()
  }
  const [pid = 0, bankPid = 0, consolePid = 0] = servers.map((server) => server.pid)
  for (const each of [pid, bankPid]) (workers === 1 ? pinServer : unpin)(each)
  return {
    origin: `http://127.0.0.1:${ports.auth}`,
    issuer: urls.issuer,
    pid,
    paths: {
      token: '/oauth2/token',
      authorize: '/oauth2/authorize',
      introspect: '/oauth2/introspect',
      revoke: '/oauth2/revoke',
      userinfo: '/oauth2/userinfo',
      discovery: '/.well-known/openid-configuration',
      keys: '/.well-known/jwks.json',
    },
    resourceParameter: { resource: RESOURCE },
    cookies,
    databaseUrl,
    bank: { origin: `http://127.0.0.1:${ports.bank}`, pid: bankPid, resource: urls.bankUrl },
    ...(withConsole && { console: { origin: urls.consoleUrl, pid: consolePid } }),
    signIn: signInByPassword,
    restart: async () => {
      const [server] = servers
      await server?.stop()
      const begin = performance.now()
      void server?.start()
      await server?.ready()
      return { pid: server?.pid ?? 0, milliseconds: performance.now() - begin }
    },
    stop: async () => void (await Promise.all(servers.map((server) => server.stop()))),
  }
}

/** @param {string | undefined} folder @returns {Record<string, string>} */
function profiling(folder) {
  if (folder === undefined) return {}
  const profiler = new URL('../machine/profiler.mjs', import.meta.url)
  return { NODE_OPTIONS: `--import=${profiler.href}`, BENCH_PROFILE: folder }
}

/**
 * Registers what every contender has, and signs the people in.
 * @param {string} url @param {string} bankUrl @param {string} pepper
 * @returns {Promise<string[]>} the cookie of each person
 */
async function fill(url, bankUrl, pepper) {
  const { hashPassword } = await import('../../apps/auth-server/dist/identity/password-hash.js')
  const passwordHash = await hashPassword(PASSWORD, { pepper, cost: DEFAULT_PASSWORD_COST })
  const { ClientStore, Database, GrantStore, ResourceStore, SessionStore, UserStore } =
    await import('@gatehouse/data-access')
  const database = await Database.connect({ url, poolSize: 2, applicationName: 'bench' })
  const now = new Date()
  try {
    await new ResourceStore(database).upsert({
      identifier: RESOURCE,
      name: 'Bench',
      scopes: [{ name: API_SCOPE, consentText: 'See your accounts' }],
    })
    await new ClientStore(database).create({
      clientId: CLIENT_ID,
      name: 'Bench',
      tokenEndpointAuthMethod: 'client_secret_basic',
      grantTypes: ['authorization_code', 'refresh_token', 'client_credentials'],
      redirectUris: [REDIRECT_URI],
      scopes: FLOW_SCOPES.filter((scope) => scope !== API_SCOPE),
      resourceScopes: [RESOURCE, bankUrl].map((resource) => ({ resource, scope: API_SCOPE })),
      idTokenSignedResponseAlg: 'ES256',
      secrets: [{ name: 'bench', digest: sha256(CLIENT_SECRET), hint: CLIENT_SECRET.slice(0, 4) }],
    })
    const cookies = []
    for (let person = 0; person < PEOPLE; person += 1) {
      const { id: userId } = await new UserStore(database).create({
        username: usernameOf(person),
        email: emailOf(person),
        emailVerified: true,
        passwordHash,
        passwordChangedAt: now,
      })
      const value = randomBytes(32).toString('base64url')
      await new SessionStore(database).create({
        digest: sha256(value),
        userId,
        authTime: now,
        acr: 'urn:gatehouse:acr:password',
        amr: ['pwd'],
        createdAt: now,
        expiresAt: new Date(now.getTime() + SESSION_MS),
      })
      const consented = FLOW_SCOPES.map((scope) => ({ resource: scope === API_SCOPE ? RESOURCE : '', scope }))
      await new GrantStore(database).ensure(userId, CLIENT_ID, consented, now)
      cookies.push(`gatehouse-session=${value}`)
    }
    return cookies
  } finally {
    await database.close()
  }
}
