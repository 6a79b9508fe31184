import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { AuditStore, ClientStore, ResourceStore, RevocationStore, UserStore } from '@gatehouse/data-access'
import { sha256 } from '@gatehouse/protocol'
import { aResource, aUser, createTestDatabase, secondsLater, type TestDatabase } from '@gatehouse/testing'
import { ADMIN_RESOURCE, ADMIN_ROLES, ADMIN_SCOPES } from '@gatehouse/token-types'
import { terminal, type Answer } from '../terminal.fixture.js'
import { FILE, ORDERS } from './configuration.fixture.js'

const NOW = secondsLater(100)

let test: TestDatabase
let run: (words: readonly string[], input?: string) => Promise<Answer>

beforeEach(async () => {
  test = await createTestDatabase()
  run = terminal(test.url, NOW, randomBytes(32).toString('base64url'))
})

afterEach(() => test.drop())

const plan = (text: string, ...options: string[]) => run(['gatehouse', 'plan', '-', ...options], text)
const apply = (text: string, ...options: string[]) => run(['gatehouse', 'apply', '-', ...options], text)
const exported = async () => (await run(['gatehouse', 'export'])).out
const events = async () => {
  const { rows } = await test.database.pool.query<{ type: string; detail: object }>(
    'SELECT type, detail FROM audit_events ORDER BY sequence',
  )
  return rows
}

describe('npm run gatehouse -- apply', () => {
  it('registers what the file names, shows a new secret once, and says so in the audit log without it', async () => {
    const { code, json, error } = await apply(FILE, '--json')
    expect({ code, error }).toStrictEqual({ code: 0, error: '' })
    const { secrets } = json as { secrets: { client_id: string; client_secret: string }[] }
    expect(secrets.map(({ client_id: id }) => id)).toStrictEqual(['shop'])
    const [{ client_secret: secret }] = secrets as unknown as [{ client_secret: string }]
    const clients = new ClientStore(test.database)
    const shop = await clients.find('shop')
    expect(shop).toMatchObject({ tokenEndpointAuthMethod: 'client_secret_basic', requireConsent: true })
    expect(Buffer.from(shop?.secrets[0]?.digest ?? [])).toStrictEqual(sha256(secret))
    expect(await clients.find('portal')).toMatchObject({ tokenEndpointAuthMethod: 'none', secrets: [] })
    const log = await events()
    expect(log.map(({ type }) => type)).toStrictEqual([
      'resource.registered',
      'client.registered',
      'client.registered',
    ])
    expect(JSON.stringify(log)).not.toContain(secret)
    expect((await new AuditStore(test.database).verifyChain()).brokenAt).toBeUndefined()
  })

  it('a second time plans nothing, changes nothing, and leaves the secret as it is', async () => {
    await apply(FILE)
    const before = await new ClientStore(test.database).list()
    expect((await plan(FILE)).out).toBe('Nothing to change.')
    expect((await apply(FILE)).out).toBe('Nothing to change.')
    expect(await new ClientStore(test.database).list()).toStrictEqual(before)
    expect(await events()).toHaveLength(3)
  })

  it('changes a client and a resource, with what was before in the audit log', async () => {
    await apply(FILE)
    const text = FILE.replace('https://shop.example/callback', 'https://shop.example/new').replace(
      'See your orders',
      'Read your orders',
    )
    const { out } = await plan(text)
    expect(out).toBe(`~ resource ${ORDERS}
    scopes:
      - {"name":"orders:read","consent_text":"See your orders","sensitive":false}
      + {"name":"orders:read","consent_text":"Read your orders","sensitive":false}

~ client shop
    redirect_uris:
      - "https://shop.example/callback"
      + "https://shop.example/new"

0 to add, 2 to change, 0 to remove.`)
    expect((await new ClientStore(test.database).find('shop'))?.redirectUris).toStrictEqual([
      'https://shop.example/callback',
    ])
    await apply(text)
    expect((await events()).slice(3)).toMatchObject([
      { type: 'resource.updated' },
      {
        type: 'client.updated',
        detail: { before: { redirect_uris: ['https://shop.example/callback'] }, by: 'command line' },
      },
    ])
    expect((await plan(text)).out).toBe('Nothing to change.')
  })

  it('gives a client that comes to need a secret one, and takes those of one that needs none', async () => {
    await apply(FILE)
    const { json } = await apply(FILE.replace('kind: spa', 'kind: web'), '--json')
    expect(json).toMatchObject({ secrets: [{ client_id: 'portal' }] })
    await apply(FILE.replace('client_name: Shop', 'client_name: Shop\n    token_endpoint_auth_method: none'))
    expect((await new ClientStore(test.database).find('shop'))?.secrets).toStrictEqual([])
  })

  it('does all or nothing: what fails in the middle leaves nothing behind', async () => {
    await apply(FILE)
    const { id } = await aUser(test.database)
    await new UserStore(test.database).grantRole(id, ORDERS, 'clerk', NOW)
    const text = FILE.replace('name: Orders', 'name: Trade')
      .replace(/ {4}roles:\n.*\n/u, '')
      .replace('client_name: Shop', 'client_name: Store')
    const { code, error } = await apply(text, '--prune')
    expect({ code, error }).toStrictEqual({ code: 1, error: 'clerk: held by 1 people. Nothing is applied.' })
    expect(await new ResourceStore(test.database).find(ORDERS)).toMatchObject({ name: 'Orders' })
    expect(await new ClientStore(test.database).find('shop')).toMatchObject({ name: 'Shop' })
    expect(await events()).toHaveLength(3)
  })
})

describe('what the file does not name', () => {
  const WITHOUT_PORTAL = FILE.slice(0, FILE.indexOf('  - client_id: portal'))

  it('stays, and is named in the plan', async () => {
    await apply(FILE)
    const { out } = await plan(WITHOUT_PORTAL.replace(/ {6}- \{ name: orders:write.*\n/u, ''))
    expect(out).toContain('Nothing to change.')
    expect(out).toContain(`Not in the file: scope orders:write of ${ORDERS}, client portal.`)
  })

  it('goes with --prune, and the tokens of a client with it', async () => {
    await apply(FILE)
    await apply(WITHOUT_PORTAL.replace(/ {6}- \{ name: orders:write.*\n/u, ''), '--prune')
    expect(await new ClientStore(test.database).find('portal')).toBeUndefined()
    const claims = { jti: 'a', sub: 'b', client_id: 'portal', iat: Math.floor(NOW.getTime() / 1000) }
    expect(await new RevocationStore(test.database).isRevoked(claims, NOW)).toBe(true)
    const left = await new ResourceStore(test.database).find(ORDERS)
    expect(left?.scopes.map(({ name }) => name)).toStrictEqual(['orders:read'])
    expect((await events()).at(-1)).toMatchObject({ type: 'client.removed', detail: { before: {} } })
  })

  it('stays with --prune where the whole section is left out', async () => {
    await apply(FILE)
    expect((await plan('version: 1\nresources: []\n', '--prune')).out).toContain('- resource')
    expect((await plan('version: 1\n', '--prune')).out).toBe('Nothing to change.')
  })

  it('never takes the admin API or its clients, which would lock everybody out', async () => {
    await aResource(test.database, {
      identifier: ADMIN_RESOURCE,
      scopes: Object.entries(ADMIN_SCOPES).map(([name, consentText]) => ({
        name,
        consentText,
        sensitive: true,
      })),
      roles: Object.entries(ADMIN_ROLES).map(([name, description]) => ({ name, description })),
    })
    const scope = { resource: ADMIN_RESOURCE, scope: 'admin:users:read' }
    await new ClientStore(test.database).create({
      clientId: 'console',
      name: 'Console',
      tokenEndpointAuthMethod: 'client_secret_basic',
      grantTypes: ['client_credentials'],
      resourceScopes: [scope],
    })
    const before = await exported()
    await apply('version: 1\nresources: []\nclients: []\n', '--prune')
    expect(await exported()).toBe(before)
    const weaker = `version: 1\nresources:\n  - identifier: ${ADMIN_RESOURCE}\n    name: Mail\n    scopes: []\n    roles: []\n`
    expect((await apply(weaker, '--prune')).out).toContain('Nothing to change.')
    expect(await exported()).toBe(before)
  })
})
