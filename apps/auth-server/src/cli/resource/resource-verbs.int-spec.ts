import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ResourceStore } from '@gatehouse/data-access'
import { createTestDatabase, secondsLater, type TestDatabase } from '@gatehouse/testing'
import { terminal, type Answer } from '../terminal.fixture.js'

const ORDERS = 'https://orders.example'

let test: TestDatabase
let resources: ResourceStore
let run: (words: readonly string[]) => Promise<Answer>

beforeAll(async () => {
  test = await createTestDatabase()
  resources = new ResourceStore(test.database)
  run = terminal(test.url, secondsLater(100), randomBytes(32).toString('base64url'))
})

afterAll(() => test.drop())

describe('npm run resource', () => {
  it('registers, lists, shows, changes and removes an API (RFC 8707 §2)', async () => {
    const added = await run([
      ...[
        'resource',
        'add',
        ORDERS,
        '--name',
        'Orders',
        '--signing-alg',
        'RS256',
        '--access-token-lifetime-seconds',
        '60',
      ],
      ...['--scope', 'orders:read=See your orders', '--sensitive-scope', 'orders:write=Place orders'],
      ...['--role', 'clerk=Handles orders', '--json'],
    ])
    expect(added).toMatchObject({ code: 0, error: '', json: { identifier: ORDERS, signing_alg: 'RS256' } })
    expect(await resources.find(ORDERS)).toMatchObject({
      name: 'Orders',
      signingAlg: 'RS256',
      accessTokenLifetimeSeconds: 60,
      scopes: [
        { name: 'orders:read', consentText: 'See your orders', sensitive: false },
        { name: 'orders:write', consentText: 'Place orders', sensitive: true },
      ],
      roles: [{ name: 'clerk', description: 'Handles orders' }],
    })
    expect((await run(['resource', 'list'])).out).toContain('orders:read orders:write')
    const words = [
      '--scope',
      'orders:read=Read your orders',
      '--remove-scope',
      'orders:write',
      '--remove-role',
      'clerk',
    ]
    await run(['resource', 'update', ORDERS, ...words])
    expect(await resources.find(ORDERS)).toMatchObject({
      name: 'Orders',
      signingAlg: 'RS256',
      scopes: [{ name: 'orders:read', consentText: 'Read your orders' }],
      roles: [],
    })
    expect((await run(['resource', 'show', ORDERS, '--json'])).json).toMatchObject({ roles: [] })
    expect((await run(['resource', 'remove', ORDERS])).code).toBe(0)
    expect(await resources.find(ORDERS)).toBeUndefined()
  })

  it('refuses what is there already, is used, or makes no sense, and changes nothing', async () => {
    await run(['resource', 'add', ORDERS, '--name', 'Orders', '--scope', 'orders:read=See your orders'])
    await run([
      'client',
      'add',
      '--id',
      'job',
      '--name',
      'Job',
      '--kind',
      'service',
      '--resource',
      ORDERS,
      '--scope',
      'orders:read',
    ])
    const before = await resources.list()
    const problems: Record<string, string[]> = {
      'is there already': ['add', ORDERS, '--name', 'Again'],
      'in use by these clients: job': ['remove', ORDERS],
      'There is no resource urn:none': ['remove', 'urn:none'],
      'is not an absolute URI': ['add', 'orders', '--name', 'Orders'],
      'Nothing is given': ['update', ORDERS],
      'has no orders:write': ['update', ORDERS, '--remove-scope', 'orders:write'],
      'at once': ['update', ORDERS, '--remove-scope', 'orders:read', '--scope', 'orders:read=See'],
      '--name: must not be empty': ['update', ORDERS, '--name', ''],
    }
    for (const [problem, words] of Object.entries(problems)) {
      const { code, out, error } = await run(['resource', ...words])
      expect({ words, code, out }).toEqual({ words, code: 1, out: '' })
      expect(error).toContain(problem)
    }
    expect(await resources.list()).toEqual(before)
  })
})
