import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  aClient,
  aResource,
  createTestDatabase,
  randomDigest,
  secondsLater,
  type TestDatabase,
} from '@gatehouse/testing'
import { AlreadyExists } from '../already-exists.js'
import { ClientStore } from './client-store.js'

let test: TestDatabase
let clients: ClientStore

beforeAll(async () => {
  test = await createTestDatabase()
  clients = new ClientStore(test.database)
})

afterAll(() => test.drop())

const secret = (name: string) => ({ name, digest: randomDigest(), hint: 'abcd' })

describe('registered clients (RFC 6749 §2)', () => {
  it('come back with secrets and API scopes', async () => {
    const { identifier } = await aResource(test.database)
    const given = secret('first')
    const made = await aClient(test.database, {
      tokenEndpointAuthMethod: 'client_secret_basic',
      secrets: [given],
      resourceScopes: [{ resource: identifier, scope: 'accounts:read' }],
    })
    const found = await clients.find(made.clientId)
    expect(found).toEqual(made)
    expect(found?.secrets.map((row) => Buffer.from(row.digest))).toEqual([given.digest])
    expect(found?.resourceScopes).toMatchObject([{ resourceIdentifier: identifier, scope: 'accounts:read' }])
    expect(found).toMatchObject({
      requireConsent: true,
      pkceExempt: false,
      idTokenSignedResponseAlg: 'RS256',
    })
  })

  it('are not found by an id that is none, whatever it holds', async () => {
    for (const id of ['', 'nobody', 'a\u0000b', '\ud800', 'x'.repeat(100_000), `' OR 1=1 --`]) {
      expect(await clients.find(id)).toBeUndefined()
    }
  })

  it('refuse an id that is taken', async () => {
    const { clientId } = await aClient(test.database)
    const again = aClient(test.database, { clientId })
    await expect(again).rejects.toThrow(AlreadyExists)
    await expect(again).rejects.toMatchObject({ field: 'clientId' })
  })

  it('may hold no scope that their resource does not know', async () => {
    const { identifier } = await aResource(test.database)
    const clientId = randomUUID()
    const resourceScopes = [{ resource: identifier, scope: 'accounts:close' }]
    await expect(aClient(test.database, { clientId, resourceScopes })).rejects.toThrow()
    expect(await clients.find(clientId)).toBeUndefined()
  })

  it('are brought to a given state by upsert; parts that are left out stay', async () => {
    const { identifier } = await aResource(test.database)
    const made = await aClient(test.database, {
      secrets: [secret('first')],
      resourceScopes: [{ resource: identifier, scope: 'accounts:read' }],
    })
    const { clientId, tokenEndpointAuthMethod } = made
    const renamed = await clients.upsert({ clientId, tokenEndpointAuthMethod, name: 'Renamed' })
    expect(renamed).toMatchObject({
      name: 'Renamed',
      secrets: made.secrets,
      resourceScopes: made.resourceScopes,
    })
    const changed = await clients.upsert({
      clientId,
      tokenEndpointAuthMethod,
      name: 'Renamed',
      secrets: [secret('second')],
      resourceScopes: [],
    })
    expect(changed.secrets.map((row) => row.name)).toEqual(['second'])
    expect(changed.resourceScopes).toEqual([])
  })

  it('have the last use of a secret written at most once a minute', async () => {
    const { clientId, secrets } = await aClient(test.database, { secrets: [secret('first')] })
    const id = secrets[0]?.id ?? ''
    const lastUse = async () => (await clients.find(clientId))?.secrets[0]?.lastUsedAt
    await clients.markSecretUsed(id, secondsLater(0))
    await clients.markSecretUsed(id, secondsLater(59))
    expect(await lastUse()).toEqual(secondsLater(0))
    await clients.markSecretUsed(id, secondsLater(60))
    expect(await lastUse()).toEqual(secondsLater(60))
  })
})
