import { describe, expect, it } from '@jest/globals'
import { type ClientStore, type ClientRecord } from '@gatehouse/data-access'
import { sha256 } from '@gatehouse/protocol'
import { FakeClock } from '@gatehouse/testing'
import { OAuthParameters } from '../../http/oauth-parameters.js'
import { clientRecord, NOW, refusalOf, someSettings, standIn } from '../records.fixture.js'
import { ClientAuthenticator } from './client-authenticator.js'
import { type ClientRegistry } from './client-registry.js'
import { ClientSecretBasic, ClientSecretPost, ClientSecrets } from './client-secret.method.js'
import { NoAuthentication } from './none.method.js'
import { PrivateKeyJwt } from './private-key-jwt.method.js'

const secret = {
  id: 'id',
  clientId: 'closed',
  name: 'only',
  digest: new Uint8Array(sha256('secret')),
  hint: 'se',
  createdAt: NOW,
  expiresAt: null,
  lastUsedAt: NOW,
}
const CLIENTS: Record<string, ClientRecord> = {
  open: clientRecord({ clientId: 'open' }),
  closed: clientRecord({
    clientId: 'closed',
    tokenEndpointAuthMethod: 'client_secret_basic',
    secrets: [secret],
  }),
  keyed: clientRecord({ clientId: 'keyed', tokenEndpointAuthMethod: 'private_key_jwt', secrets: [secret] }),
}

const secrets = new ClientSecrets(standIn<ClientStore>({}))
const authenticator = new ClientAuthenticator(
  standIn<ClientRegistry>({ find: async (clientId) => CLIENTS[clientId] }),
  new FakeClock(),
  new ClientSecretBasic(secrets),
  new ClientSecretPost(secrets),
  new PrivateKeyJwt(someSettings(), standIn({}), standIn({})),
  new NoAuthentication(),
)
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
const authenticate = (query: string, authorization?: string) =>
  authenticator.authenticate({ parameters: OAuthParameters.parse(query), authorization })

describe('ClientAuthenticator', () => {
  it('knows a client by the registered method (RFC 6749 §2.3, §3.2.1)', async () => {
    expect(await authenticate('client_id=open')).toBe(CLIENTS['open'])
    expect(await authenticate('', basic('closed:secret'))).toBe(CLIENTS['closed'])
    expect(await authenticate('client_id=closed', basic('closed:secret'))).toBe(CLIENTS['closed'])
  })

  it.each([
    ['invalid_client client.unknown', 'an unknown client', 'client_id=nobody', undefined],
    ['invalid_client client.unknown', 'an unknown client with a secret', '', basic('nobody:secret')],
    ['invalid_client client.unnamed', 'nobody', 'grant_type=x', undefined],
    [
      'invalid_client client_auth.method',
      'a confidential client by its id alone',
      'client_id=closed',
      undefined,
    ],
    [
      'invalid_client client_auth.method',
      'the right secret in the form',
      'client_id=closed&client_secret=secret',
      undefined,
    ],
    ['invalid_client client_auth.method', 'a secret of a client with keys', '', basic('keyed:secret')],
    [
      'invalid_client client_auth.method',
      'a secret of a public client',
      'client_id=open&client_secret=x',
      undefined,
    ],
    ['invalid_client client_secret.mismatch', 'a wrong secret', '', basic('closed:wrong')],
    ['invalid_client client_id.contradiction', 'two names', 'client_id=open', basic('closed:secret')],
    [
      'invalid_request client_auth.several',
      'header and form',
      'client_id=closed&client_secret=secret',
      basic('closed:secret'),
    ],
    [
      'invalid_request client_auth.several',
      'secret and assertion',
      'client_secret=a&client_assertion=b',
      undefined,
    ],
  ])('answers %s to %s (RFC 6749 §2.3, §5.2)', async (expected, _, query, authorization) => {
    expect(await refusalOf(() => authenticate(query, authorization))).toBe(expected)
  })

  it('says the same sentence for each invalid_client (RFC 6749 §5.2)', async () => {
    const said = new Set<string>()
    for (const query of ['client_id=nobody', 'client_id=closed', 'client_id=open&client_secret=x']) {
      await authenticate(query).catch((error: Error) => said.add(error.message))
    }
    expect([...said]).toEqual(['invalid_client: Client authentication failed'])
  })
})
