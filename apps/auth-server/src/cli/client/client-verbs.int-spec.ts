import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { AuditStore, ClientStore } from '@gatehouse/data-access'
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

const NOW = secondsLater(100)
const CALLBACK = ['--redirect-uri', 'https://shop.example/callback']

let test: TestDatabase
let clients: ClientStore
let api: string
let run: (words: readonly string[], input?: string) => Promise<Answer>

beforeAll(async () => {
  test = await createTestDatabase()
  clients = new ClientStore(test.database)
  api = (await aResource(test.database)).identifier
  run = terminal(test.url, NOW, randomBytes(32).toString('base64url'))
})

afterAll(() => test.drop())

const add = (...words: string[]) => run(['client', 'add', '--name', 'Shop', ...words, '--json'])

describe('npm run client -- add', () => {
  it('registers every attribute that the server knows', async () => {
    const { publicJwk } = testKey('ES256')
    const { code, json } = await add(
      ...['--id', 'everything', '--auth-method', 'private_key_jwt', '--assertion-alg', 'ES256'],
      ...['--grant', 'authorization_code', '--grant', 'refresh_token', ...CALLBACK],
      ...[
        '--redirect-uri',
        'http://127.0.0.1/callback',
        '--post-logout-redirect-uri',
        'https://shop.example/',
      ],
      ...['--scope', 'openid email', '--scope', 'accounts:read', '--resource', api],
      ...[
        '--jwks',
        JSON.stringify({ keys: [publicJwk] }),
        '--id-token-alg',
        'ES256',
        '--userinfo-alg',
        'RS256',
      ],
      ...['--pkce-exempt', '--dpop-bound', '--no-consent', '--default-max-age-seconds', '3600'],
      ...['--access-token-lifetime-seconds', '120', '--refresh-token-lifetime-seconds', '7200'],
      ...['--cors-origin', 'https://shop.example', '--logo-uri', 'https://shop.example/logo.png'],
      ...['--client-uri', 'https://shop.example', '--policy-uri', 'https://shop.example/privacy'],
      ...[
        '--tos-uri',
        'https://shop.example/terms',
        '--contact',
        'it@shop.example',
        '--resource-server-for',
        api,
      ],
    )
    expect(code).toBe(0)
    expect(json).not.toHaveProperty('client_secret')
    expect(await clients.find('everything')).toMatchObject({
      name: 'Shop',
      tokenEndpointAuthMethod: 'private_key_jwt',
      assertionSigningAlgs: ['ES256'],
      grantTypes: ['authorization_code', 'refresh_token'],
      redirectUris: ['https://shop.example/callback', 'http://127.0.0.1/callback'],
      postLogoutRedirectUris: ['https://shop.example/'],
      scopes: ['openid', 'email'],
      resourceScopes: [{ resourceIdentifier: api, scope: 'accounts:read' }],
      defaultResource: api,
      jwks: { keys: [publicJwk] },
      idTokenSignedResponseAlg: 'ES256',
      userinfoSignedResponseAlg: 'RS256',
      pkceExempt: true,
      dpopBoundAccessTokens: true,
      requireConsent: false,
      defaultMaxAgeSeconds: 3600,
      accessTokenLifetimeSeconds: 120,
      refreshTokenLifetimeSeconds: 7200,
      corsOrigins: ['https://shop.example'],
      logoUri: 'https://shop.example/logo.png',
      clientUri: 'https://shop.example',
      policyUri: 'https://shop.example/privacy',
      tosUri: 'https://shop.example/terms',
      contacts: ['it@shop.example'],
      resourceServerFor: api,
      secrets: [],
      createdAt: NOW,
    })
  })

  it('makes a secret, shows it once and keeps its digest (RFC 6749 §2.3.1)', async () => {
    const { json, error } = await add(...CALLBACK)
    const { client_id: id, client_secret: secret } = json
    const stored = await clients.find(String(id))
    expect(stored?.secrets.map(({ digest }) => Buffer.from(digest))).toEqual([sha256(String(secret))])
    expect(error).toBe('')
    const shown = await run(['client', 'show', String(id)])
    expect(shown.out).not.toContain(String(secret))
    expect((await run(['client', 'list', '--json'])).out).not.toContain(String(secret))
  })

  it('warns of an exemption from PKCE beside the answer, not in it', async () => {
    const { json, error } = await add(...CALLBACK, '--pkce-exempt')
    expect(json).toMatchObject({ pkce_exempt: true })
    expect(error).toMatch(/^Warning: this client is exempt from PKCE/u)
  })

  it("refuses a person's id as client_id: its tokens would carry that person's sub (RFC 9700 §4.15)", async () => {
    const { id } = await aUser(test.database)
    const { code, error } = await add('--id', id, '--kind', 'service')
    expect([code, error]).toEqual([1, expect.stringContaining('--id: is the id of an account')])
    expect(await clients.find(id)).toBeUndefined()
  })

  it.each([
    ['an id that is taken', ['--id', 'taken'], '--id: is taken by another client'],
    [
      'an API that is not registered',
      ['--resource', 'urn:none', '--scope', 'x'],
      '--resource: urn:none is not registered',
    ],
    ['a scope that the API does not have', ['--scope', 'urn:none#x'], '--scope: urn:none is not registered'],
    [
      'a server of an unknown API',
      ['--resource-server-for', 'urn:none'],
      '--resource-server-for: urn:none is not',
    ],
    ['a secret that is never used', ['--auth-method', 'none', '--secret', 'x'.repeat(32)], '--secret: '],
    ['the same from standard input', ['--auth-method', 'none', '--secret-stdin'], '--secret-stdin: '],
    [
      'a private key',
      ['--jwks', JSON.stringify({ keys: [{ kty: 'oct', k: 'x' }] })],
      '--jwks: key 1 is a symmetric key',
    ],
  ])('refuses %s in one line and writes nothing', async (_, words, problem) => {
    await add('--id', 'taken', ...CALLBACK)
    const before = await clients.list()
    const { code, out, error } = await add(...CALLBACK, ...words)
    expect([code, out]).toEqual([1, ''])
    expect(error).toContain(problem)
    expect(error).not.toContain('\n')
    expect(await clients.list()).toEqual(before)
  })
})

describe('npm run client -- update, secret, disable, enable, remove', () => {
  it('changes what is given and notes it in the audit log', async () => {
    const { json } = await add(
      ...CALLBACK,
      '--scope',
      'openid accounts:read',
      '--resource',
      api,
      '--contact',
      'a@b.example',
    )
    const id = String(json['client_id'])
    const { code } = await run(['client', 'update', id, '--contact', '', '--scope', 'openid accounts:write'])
    expect(code).toBe(0)
    expect(await clients.find(id)).toMatchObject({
      name: 'Shop',
      contacts: [],
      scopes: ['openid'],
      resourceScopes: [{ scope: 'accounts:write' }],
    })
    const events = await test.database.prisma.auditEvent.findMany({ where: { clientId: id } })
    expect(events.map(({ type }) => type)).toEqual(['client.registered', 'client.updated'])
    expect(events[1]?.detail).toMatchObject({ by: 'command line' })
    expect(await new AuditStore(test.database).verifyChain()).not.toHaveProperty('brokenAt')
  })

  it('checks the client as it would be afterwards', async () => {
    const { json } = await add(...CALLBACK)
    const id = String(json['client_id'])
    const before = await clients.find(id)
    for (const words of [
      ['--redirect-uri', ''],
      ['--grant', 'refresh_token'],
      ['--auth-method', 'private_key_jwt'],
      [],
    ]) {
      expect((await run(['client', 'update', id, ...words])).code).toBe(1)
    }
    expect(await clients.find(id)).toEqual(before)
  })

  it('gives a client a secret when it needs one, and takes it when it does not', async () => {
    const { json } = await add(...CALLBACK, '--auth-method', 'none')
    const id = String(json['client_id'])
    const confidential = await run(['client', 'update', id, '--auth-method', 'client_secret_post', '--json'])
    expect(confidential.json['client_secret']).toHaveLength(43)
    await run(['client', 'update', id, '--auth-method', 'none'])
    expect((await clients.find(id))?.secrets).toEqual([])
    expect(await run(['client', 'secret', id])).toMatchObject({ code: 1 })
  })

  it('takes a secret from standard input without a word, and warns of one on the line', async () => {
    const [typed, piped] = ['t'.repeat(20) + randomUUID(), 'p'.repeat(20) + randomUUID()]
    const digests = async (id: unknown) =>
      (await clients.find(String(id)))?.secrets.map(({ digest }) => Buffer.from(digest))
    const shown = await run([
      'client',
      'add',
      '--name',
      'Secretive',
      '--kind',
      'service',
      '--secret',
      typed,
      '--json',
    ])
    expect(await digests(shown.json['client_id'])).toEqual([sha256(typed)])
    expect(shown.error).toMatch(/--secret can be read in the list of processes.*--secret-stdin/u)
    const silent = await run(
      ['client', 'add', '--name', 'Secretive', '--kind', 'service', '--secret-stdin', '--json'],
      `${piped}\n`,
    )
    expect(await digests(silent.json['client_id'])).toEqual([sha256(piped)])
    expect([silent.error, silent.out.includes(piped)]).toStrictEqual(['', false])
    const id = String(silent.json['client_id'])
    const replaced = await run(['client', 'secret', id, '--replace', '--secret-stdin'], `${typed}\r\n`)
    expect([replaced.code, await digests(id)]).toStrictEqual([0, [sha256(typed)]])
  })

  it.each([
    ['short', ['--secret-stdin'], 'short\n', '--secret-stdin: must have at least 32 characters'],
    ['beyond ASCII', ['--secret-stdin'], 'ü'.repeat(40), '--secret-stdin: must be printable ASCII'],
    ['given twice', ['--secret-stdin', '--secret', 'x'.repeat(40)], 'x'.repeat(40), 'mutually exclusive'],
  ])('refuses a secret that is %s', async (_, options, input, complaint) => {
    const refused = await run(
      ['client', 'add', '--name', 'Secretive', '--kind', 'service', ...options],
      input,
    )
    expect(refused.code).not.toBe(0)
    expect(refused.error).toContain(complaint)
  })

  it('adds a secret beside the first, or in its place', async () => {
    const { json } = await add(...CALLBACK)
    const id = String(json['client_id'])
    const second = await run(['client', 'secret', id, '--expires-in-days', '1', '--json'])
    expect((await clients.find(id))?.secrets.map(({ expiresAt }) => expiresAt)).toEqual(
      expect.arrayContaining([null, secondsLater(86_400, NOW)]),
    )
    expect(second.json['client_secret']).not.toBe(json['client_secret'])
    const third = await run(['client', 'secret', id, '--replace', '--json'])
    const digests = (await clients.find(id))?.secrets.map(({ digest }) => Buffer.from(digest))
    expect(digests).toEqual([sha256(String(third.json['client_secret']))])
  })

  it('switches off, on and removes, each once', async () => {
    await add('--id', 'short-lived', ...CALLBACK)
    const codes: number[] = []
    for (const verb of ['enable', 'disable', 'disable', 'enable', 'remove', 'remove', 'show']) {
      codes.push((await run(['client', verb, 'short-lived'])).code)
    }
    expect(codes).toEqual([1, 0, 1, 0, 0, 1, 1])
    const entries = await test.database.prisma.revocation.findMany({ where: { value: 'short-lived' } })
    expect(entries.map(({ claim, reason }) => [claim, reason])).toEqual([
      ['client_id', 'client_disabled'],
      ['client_id', 'client_removed'],
    ])
  })
})
