import { beforeEach, describe, expect, it } from '@jest/globals'
import { type ClientStore, type ClientRecord } from '@gatehouse/data-access'
import { sha256 } from '@gatehouse/protocol'
import { secondsLater } from '@gatehouse/testing'
import { OAuthParameters } from '../../http/oauth-parameters.js'
import { clientRecord, NOW, refusalOf, standIn } from '../records.fixture.js'
import { ClientSecretBasic, ClientSecretPost, ClientSecrets } from './client-secret.method.js'

/** Secrets whose use was noted, in order. */
let noted: string[]
let secrets: ClientSecrets
beforeEach(() => {
  noted = []
  secrets = new ClientSecrets(standIn<ClientStore>({ markSecretUsed: async (id) => void noted.push(id) }))
})

function clientWith(...rows: [secret: string, expiresAt: Date | null][]): ClientRecord {
  return clientRecord({
    secrets: rows.map(([secret, expiresAt]) => ({
      id: `id of ${secret}`,
      clientId: 'client',
      name: secret,
      digest: new Uint8Array(sha256(secret)),
      hint: secret.slice(0, 2),
      createdAt: NOW,
      expiresAt,
      lastUsedAt: null,
    })),
  })
}

describe('ClientSecrets (RFC 6749 §2.3.1)', () => {
  it('accepts each secret that lives, to the moment before it expires', async () => {
    const client = clientWith(['old', secondsLater(10)], ['new', null])
    expect(await refusalOf(() => secrets.verify(client, 'old', secondsLater(9.999)))).toBe('passed')
    expect(await refusalOf(() => secrets.verify(client, 'new', secondsLater(99)))).toBe('passed')
    expect(await refusalOf(() => secrets.verify(client, 'old', secondsLater(10)))).toBe(
      'invalid_client client_secret.expired',
    )
  })

  it.each(['wrong', '', 'Old', 'old ', sha256('old').toString('hex')])('refuses "%s"', async (secret) => {
    const client = clientWith(['old', null])
    expect(await refusalOf(() => secrets.verify(client, secret, NOW))).toBe(
      'invalid_client client_secret.mismatch',
    )
    expect(noted).toEqual([])
  })

  it('refuses everything for a client without a secret', async () => {
    expect(await refusalOf(() => secrets.verify(clientRecord(), '', NOW))).toBe(
      'invalid_client client_secret.mismatch',
    )
  })

  it('notes which secret is in use, at most once a minute', async () => {
    const client = clientWith(['old', null], ['new', null])
    for (const seconds of [0, 30, 60, 61]) await secrets.verify(client, 'new', secondsLater(seconds))
    expect(noted).toEqual(['id of new', 'id of new'])
  })
})

describe('where the secret stands (RFC 6749 §2.3.1)', () => {
  const basic = (text: string) => ({
    authorization: `Basic ${Buffer.from(text).toString('base64')}`,
    parameters: OAuthParameters.of({}),
  })
  const form = (fields: Record<string, string>) => ({
    authorization: undefined,
    parameters: OAuthParameters.of(fields),
  })

  it('reads id and secret of the header, both form-encoded', async () => {
    const method = new ClientSecretBasic(secrets)
    expect(method.clientId(basic('a%3Ab:x'))).toBe('a:b')
    const client = clientWith(['p:% ', null])
    expect(await refusalOf(() => method.verify(basic('client:p%3A%25+'), client, NOW))).toBe('passed')
    expect(await refusalOf(() => method.clientId({ ...form({}), authorization: 'Bearer x' }))).toBe(
      'invalid_client client_secret_basic.malformed',
    )
  })

  it('reads id and secret of the form, and refuses a secret without an id', async () => {
    const method = new ClientSecretPost(secrets)
    const client = clientWith(['x', null])
    const fields = form({ client_id: 'client', client_secret: 'x' })
    expect(method.isPresented(fields)).toBe(true)
    expect(method.isPresented(form({ client_id: 'client', client_secret: '' }))).toBe(false)
    expect(await refusalOf(() => method.verify(fields, client, NOW))).toBe('passed')
    expect(await refusalOf(() => method.clientId(form({ client_secret: 'x' })))).toBe(
      'invalid_client client_secret_post.no_client_id',
    )
  })
})
