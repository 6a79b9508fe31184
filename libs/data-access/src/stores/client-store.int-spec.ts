import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  aClient,
  aFamily,
  aResource,
  aSession,
  createTestDatabase,
  randomDigest,
  secondsLater,
  type TestDatabase,
} from '@gatehouse/testing'
import { AlreadyExists } from '../already-exists.js'
import { ClientStore } from './client-store.js'
import { REGISTRATION_LAG_SECONDS } from './client-writes.js'
import { GrantStore } from './grant-store.js'
import { RevocationStore } from './revocation-store.js'

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

describe('changes of a client', () => {
  it('touch what is given and nothing else; lists take the place of those before', async () => {
    const { identifier } = await aResource(test.database)
    const scope = (name: string) => ({ resource: identifier, scope: name })
    const made = await aClient(test.database, {
      secrets: [secret('first')],
      resourceScopes: [scope('accounts:read')],
      jwks: { keys: [] },
    })
    const { clientId } = made
    const renamed = await clients.update(clientId, { name: 'Renamed' }, secondsLater(5))
    expect(renamed).toEqual({ ...made, name: 'Renamed', updatedAt: secondsLater(5) })
    const changed = await clients.update(
      clientId,
      { jwks: null, secrets: [], resourceScopes: [scope('accounts:write')] },
      secondsLater(6),
    )
    expect(changed).toMatchObject({ jwks: null, secrets: [], resourceScopes: [{ scope: 'accounts:write' }] })
    expect(await clients.list()).toContainEqual(changed)
    const added = await clients.addSecret(clientId, secret('second'), secondsLater(7))
    expect(added.secrets.map(({ name }) => name)).toEqual(['second'])
  })
})

describe('the end of a client', () => {
  const endings = {
    client_disabled: (id: string) => clients.disable(id, secondsLater(50)),
    client_removed: (id: string) => clients.remove(id, secondsLater(50)),
  }

  it.each(Object.entries(endings))(
    'revokes its families and tokens, and no others: %s',
    async (reason, end) => {
      const { clientId } = await aClient(test.database)
      const session = await aSession(test.database)
      const from = { userId: session.userId, sessionId: session.id, grantId: randomUUID() }
      for (const owner of [clientId, 'another']) {
        const { claims: _, ...family } = aFamily({ ...from, clientId: owner })
        await test.database.prisma.refreshFamily.create({ data: family })
      }
      expect(await end(clientId)).toBe(true)
      const families = await test.database.prisma.refreshFamily.findMany({
        where: { userId: session.userId },
      })
      expect(families.map((family) => [family.clientId, family.revokedReason])).toEqual(
        expect.arrayContaining([
          [clientId, reason],
          ['another', null],
        ]),
      )
      const issuedAt = (seconds: number) => ({
        client_id: clientId,
        iat: secondsLater(seconds).getTime() / 1000,
      })
      const revocations = new RevocationStore(test.database)
      for (const seconds of [50, 50 + REGISTRATION_LAG_SECONDS]) {
        expect(await revocations.isRevoked(issuedAt(seconds), secondsLater(60))).toBe(true)
      }
      expect(await revocations.isRevoked(issuedAt(54), secondsLater(60))).toBe(false)
      expect(await end(clientId)).toBe(false)
    },
  )

  it('leaves no consent behind for a later client of the same id', async () => {
    const { clientId } = await aClient(test.database)
    const { userId } = await aSession(test.database)
    const grants = new GrantStore(test.database)
    await grants.ensure(userId, clientId, [{ resource: '', scope: 'openid' }], secondsLater(1))
    await grants.ensure(userId, 'another', [{ resource: '', scope: 'openid' }], secondsLater(1))
    await clients.remove(clientId, secondsLater(50))
    expect(await clients.find(clientId)).toBeUndefined()
    expect(await grants.find(userId, clientId)).toBeUndefined()
    expect(await grants.find(userId, 'another')).toBeDefined()
  })

  it('may be undone where it was only switched off', async () => {
    const { clientId } = await aClient(test.database)
    expect(await clients.enable(clientId, secondsLater(1))).toBe(false)
    await clients.disable(clientId, secondsLater(2))
    expect(await clients.enable(clientId, secondsLater(3))).toBe(true)
    expect(await clients.find(clientId)).toMatchObject({ disabledAt: null })
    for (const id of ['nobody', 'a\u0000b']) expect(await clients.disable(id, secondsLater(4))).toBe(false)
  })
})
