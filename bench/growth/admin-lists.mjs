import { percentile } from '../statistics.mjs'
import { Failure } from '../../tools/workspace/step.mjs'
import { Connection } from '../load/connection.mjs'

/*
 * The admin API's lists as a console asks for them, one after the other, over a million people and ten thousand clients.
 */

const ADMIN_API = 'urn:gatehouse:admin'
const CLIENT_ID = 'bench-admin'
const CLIENT_SECRET = 'YW4gYWRtaW4gb2YgdGhlIGJlbmNoIGFsb25lLCAyNTYgYml0cw'
const SCOPES = ['clients', 'users', 'sessions', 'audit', 'overview'].map((noun) => `admin:${noun}:read`)
const TIMES = 40

/**
 * Registers a client that may read everything, and ten thousand others.
 * @param {import('@gatehouse/data-access').Database} database @param {(text: string) => Buffer} sha256
 */
export async function addClients(database, sha256) {
  const { ClientStore } = await import('@gatehouse/data-access')
  await new ClientStore(database).create({
    clientId: CLIENT_ID,
    name: 'Bench administration',
    tokenEndpointAuthMethod: 'client_secret_basic',
    grantTypes: ['client_credentials'],
    redirectUris: [],
    scopes: [],
    resourceScopes: SCOPES.map((scope) => ({ resource: ADMIN_API, scope })),
    defaultResource: ADMIN_API,
    secrets: [{ name: 'bench', digest: sha256(CLIENT_SECRET), hint: CLIENT_SECRET.slice(0, 4) }],
  })
  await database.pool.query(
    `INSERT INTO clients (client_id, name, token_endpoint_auth_method, grant_types, redirect_uris, scopes, updated_at)
     SELECT 'grown-' || n, 'Grown ' || md5(n::text), 'none', '{authorization_code}', '{https://grown.example/callback}',
       '{openid}', now()
     FROM generate_series(1, 10000) AS n`,
  )
}

/** What is asked: a name, and the address for the n-th time. @type {[string, (n: number) => string][]} */
const ASKED = [
  ['people, first page', () => '/users'],
  ['people, newest first', () => '/users?sort=-created_at&limit=100'],
  ['people, by part of an address', (n) => `/users?search=rown-${7_000 + n * 913}`],
  ['people, by what nobody has', (n) => `/users?search=nobody-${n}-here`],
  ['people, by what many have', () => '/users?search=bench'],
  ['clients, first page', () => '/clients'],
  [
    'clients, by part of a name',
    (n) => `/clients?search=${(n * 7919).toString(16).padStart(3, '0').slice(0, 3)}`,
  ],
  ['sessions', () => '/sessions'],
  ['refresh families', () => '/token-families'],
  ['refresh families of a client', () => '/token-families?client_id=bench-client'],
  ['refresh families alive', () => '/token-families?state=alive'],
  ['refresh families alive, by last rotation', () => '/token-families?state=alive&sort=-last_rotated_at'],
  ['refresh families expired', () => '/token-families?state=expired'],
  ['refresh families revoked', () => '/token-families?state=revoked'],
  ['audit log', () => '/audit-events'],
  ['audit log, of one client', () => '/audit-events?client_id=bench-client'],
  ['audit log, one type and outcome', () => '/audit-events?type=token.issued&outcome=success'],
  ['figures of the overview, 30 days', () => '/overview?range=30d'],
]

/**
 * How long each list takes, in milliseconds, over `TIMES` requests one after the other.
 * @param {string} origin
 * @returns {Promise<{ name: string, p50: number, p95: number }[]>}
 */
export async function adminLists(origin) {
  const connection = new Connection(origin)
  try {
    const authorization = `Basic ${Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString('base64')}`
    const { body } = await connection.request('POST', '/oauth2/token', {
      headers: `authorization: ${authorization}\r\n`,
      body: 'grant_type=client_credentials',
    })
    const { access_token: token } = JSON.parse(body)
    const headers = `authorization: Bearer ${token}\r\n`
    const measured = []
    for (const [name, addressOf] of ASKED) {
      const latencies = []
      for (let time = 0; time <= TIMES; time += 1) {
        const sent = performance.now()
        const answer = await connection.request('GET', `/admin/v1${addressOf(time)}`, { headers })
        if (answer.status !== 200) throw new Failure(`${name}: ${answer.status} ${answer.body}`)
        const { items, figures } = JSON.parse(answer.body)
        if (!Array.isArray(items) && figures === undefined) throw new Failure(`${name}: ${answer.body}`)
        // The first one plans its statements.
        if (time > 0) latencies.push(performance.now() - sent)
      }
      measured.push({ name, p50: percentile(latencies, 0.5), p95: percentile(latencies, 0.95) })
    }
    return measured
  } finally {
    connection.close()
  }
}
