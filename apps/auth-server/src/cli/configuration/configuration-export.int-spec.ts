import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { ClientStore, UserStore } from '@gatehouse/data-access'
import { sha256 } from '@gatehouse/protocol'
import {
  aResource,
  aUser,
  createTestDatabase,
  secondsLater,
  testKey,
  type TestDatabase,
} from '@gatehouse/testing'
import { terminal, type Answer } from '../terminal.fixture.js'
import { FILE, ORDERS } from './configuration.fixture.js'

type Run = (words: readonly string[], input?: string) => Promise<Answer>

const NOW = secondsLater(100)

let test: TestDatabase
let run: Run

beforeEach(async () => {
  test = await createTestDatabase()
  run = terminal(test.url, NOW, randomBytes(32).toString('base64url'))
})

afterEach(() => test.drop())

const plan = (text: string) => run(['gatehouse', 'plan', '-'], text)
const apply = (text: string, ...options: string[]) => run(['gatehouse', 'apply', '-', ...options], text)
const exported = async () => (await run(['gatehouse', 'export'])).out

/** Another empty database, on which lines are run as on the first. */
async function elsewhere<T>(work: (run: Run) => Promise<T>) {
  const other = await createTestDatabase()
  try {
    return await work(terminal(other.url, secondsLater(500), randomBytes(32).toString('base64url')))
  } finally {
    await other.drop()
  }
}

describe('npm run gatehouse -- export', () => {
  it('writes what an apply on an empty database makes equal again, whatever was set', async () => {
    const { identifier } = await aResource(test.database, {
      signingAlg: 'RS256',
      accessTokenLifetimeSeconds: 60,
    })
    const { publicJwk } = testKey('ES256')
    await apply(FILE)
    const lines = [
      ...[
        'client',
        'add',
        '--id',
        'everything',
        '--name',
        'Every "thing": yes # no',
        '--auth-method',
        'private_key_jwt',
      ],
      ...['--assertion-alg', 'ES256', '--grant', 'authorization_code', '--grant', 'client_credentials'],
      ...[
        '--redirect-uri',
        'https://a.example/',
        '--redirect-uri',
        'http://127.0.0.1/b',
        '--scope',
        'openid email',
      ],
      ...['--scope', `${identifier}#accounts:write`, '--scope', `${ORDERS}#orders:write`],
      ...['--jwks', JSON.stringify({ keys: [{ ...publicJwk, 'x5t#S256': 'a' }] }), '--id-token-alg', 'ES256'],
      ...['--userinfo-alg', 'RS256', '--dpop-bound', '--no-consent', '--default-max-age-seconds', '0'],
      ...['--access-token-lifetime-seconds', '120', '--refresh-token-lifetime-seconds', '7200'],
      ...['--cors-origin', 'https://a.example', '--logo-uri', 'https://a.example/l.png', '--contact', 'no'],
      ...[
        '--policy-uri',
        'https://a.example/p',
        '--tos-uri',
        'https://a.example/t',
        '--client-uri',
        'https://a.example',
      ],
      ...['--resource-server-for', ORDERS, '--pkce-exempt'],
    ]
    expect((await run(lines)).code).toBe(0)
    await run(['client', 'disable', 'portal'])
    const text = await exported()
    expect(text).toContain('disabled: true')
    expect((await plan(text)).out).toBe('Nothing to change.')
    await elsewhere(async (there) => {
      expect(await there(['gatehouse', 'apply', '-'], text)).toMatchObject({ code: 0, error: '' })
      expect((await there(['gatehouse', 'export'])).out).toBe(text)
      expect((await there(['gatehouse', 'plan', '-'], text)).out).toBe('Nothing to change.')
    })
  })

  it('holds no secret, nor the digest of one, nor any person', async () => {
    const { json } = await apply(FILE, '--json')
    const { username, id } = await aUser(test.database)
    await new UserStore(test.database).grantRole(id, ORDERS, 'clerk', NOW)
    const text = await exported()
    const { client_secret: secret = '' } = (json as { secrets: { client_secret: string }[] }).secrets[0] ?? {}
    const hint = secret.slice(0, 4)
    for (const hidden of [secret, hint, sha256(secret).toString('hex'), username, id]) {
      expect(text).not.toContain(hidden)
    }
  })

  it('writes a file, and a file is read from where it stands', async () => {
    await apply(FILE)
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-'))
    try {
      const file = join(folder, 'gatehouse.yaml')
      expect((await run(['gatehouse', 'export', '--to', file])).out).toContain('1 resources and 2 clients')
      expect(readFileSync(file, 'utf8').trimEnd()).toBe(await exported())
      expect((await run(['gatehouse', 'plan', file])).out).toBe('Nothing to change.')
    } finally {
      rmSync(folder, { recursive: true })
    }
    expect(await run(['gatehouse', 'plan', join(folder, 'gone.yaml')])).toMatchObject({ code: 1 })
  })

  it('leaves a client off that was switched off since, unless the file says that it is on', async () => {
    await apply(FILE)
    await run(['client', 'disable', 'shop'])
    expect((await apply(FILE)).out).toBe('Nothing to change.')
    await apply(FILE.replace('client_name: Shop', 'client_name: Shop\n    disabled: false'))
    expect((await new ClientStore(test.database).find('shop'))?.disabledAt).toBeNull()
  })
})
