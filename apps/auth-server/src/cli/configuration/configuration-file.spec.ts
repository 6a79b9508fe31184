import { describe, expect, it } from '@jest/globals'
import { readConfiguration } from './configuration-file.js'

const client = (lines: string) => `version: 1
clients:
  - client_id: shop
    client_name: Shop
    redirect_uris: [https://shop.example/callback]
${lines}`
const resource = (lines: string) => `version: 1
resources:
  - identifier: https://orders.example
    name: Orders
${lines}`

describe('a configuration file', () => {
  it('fills in what an entry leaves out', async () => {
    const { clients, resources } = await readConfiguration(client(''))
    expect(resources).toBeUndefined()
    expect(clients).toMatchObject([
      {
        clientId: 'shop',
        disabled: undefined,
        attributes: { tokenEndpointAuthMethod: 'client_secret_basic', requireConsent: true },
      },
    ])
  })

  it.each([
    ['an unknown field', client('    redirect_url: x'), 'line 6: clients[0].redirect_url is not known here'],
    ['a secret', client('    client_secret: x'), 'line 6: clients[0].client_secret is not known here'],
    [
      'an unknown field within',
      resource('    scopes: [{ name: a, consent_text: b, x: 1 }]'),
      'line 5: resources[0].scopes[0].x',
    ],
    ['an unknown section', 'version: 1\nusers: []', 'line 2: "users" is none of'],
    ['another version', 'version: 2', 'line 1: "version: 1"'],
    ['no version', 'clients: []', '"version: 1"'],
    ['nothing', '', 'must be a mapping'],
    ['a list', '- a', 'must be a mapping'],
    ['a section that is a mapping', 'version: 1\nclients: { a: b }', 'line 2: clients must be a list'],
    ['an entry that is a text', 'version: 1\nclients:\n  - shop', 'line 3: clients[0] must be a mapping'],
    ['a client twice', `${client('')}  - client_id: shop\n`, 'line 6: shop stands here twice'],
    ['no client_id', 'version: 1\nclients:\n  - client_name: a', 'line 3: clients[0].client_id'],
    [
      'a number where a text belongs',
      'version: 1\nclients:\n  - client_id: 007',
      'line 3: clients[0].client_id',
    ],
    [
      'a redirect URI with a wildcard',
      client('    post_logout_redirect_uris: ["https://*.example/"]'),
      'line 6',
    ],
    [
      'no redirect URI (RFC 6749 §3.1.2.2)',
      client('').replace(/ {4}redirect_uris.*/u, ''),
      'line 3: clients[0].redirect_uris',
    ],
    ['a private key', client('    jwks: { keys: [{ kty: EC, d: x }] }'), 'line 6: clients[0].jwks'],
    [
      'a public client without PKCE',
      client('    kind: spa\n    pkce_exempt: true'),
      'line 7: clients[0].pkce_exempt',
    ],
    ['a lifetime of a day', resource('    access_token_lifetime_seconds: 86400'), 'line 5'],
    ['a scope of OpenID Connect', resource('    scopes: [{ name: openid, consent_text: a }]'), 'line 5'],
    [
      'a role twice',
      resource('    roles:\n      - { name: a, description: b }\n      - { name: a, description: c }'),
      'line 5: resources[0].roles a is given twice',
    ],
  ])('is refused with %s, naming the line', async (_, text, problem) => {
    await expect(readConfiguration(text)).rejects.toThrow(problem)
  })

  it('says everything that is wrong at once', async () => {
    const text = `${client('    a: 1\n    b: 2\n')}  - client_id: two\n    c: 3\n`
    const refused = await readConfiguration(text).catch((error: unknown) => (error as Error).message)
    for (const line of ['line 6: ', 'line 7: ', 'line 9: ']) expect(refused).toContain(line)
  })
})
