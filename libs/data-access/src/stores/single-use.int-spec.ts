import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  aResource,
  aUser,
  createTestDatabase,
  randomDigest,
  secondsLater,
  testKey,
  type TestDatabase,
} from '@gatehouse/testing'
import { AlreadyExists } from '../already-exists.js'
import { InteractionStore, type NewInteraction } from './interaction-store.js'
import { SetupLinkStore } from './setup-link-store.js'
import { SigningKeyStore, type NewSigningKey } from './signing-key-store.js'
import { UsedAssertionStore } from './used-assertion-store.js'

const NOW = secondsLater(100)

let test: TestDatabase

beforeAll(async () => {
  test = await createTestDatabase({ poolSize: 20 })
})

afterAll(() => test.drop())

async function winners(attempts: number, attempt: () => Promise<unknown>): Promise<number> {
  const outcomes = await Promise.all(Array.from({ length: attempts }, attempt))
  return outcomes.filter(Boolean).length
}

describe('used assertions (RFC 7523 §3)', () => {
  it('claims an identifier once out of 200 at the same moment, and again after it expired', async () => {
    const assertions = new UsedAssertionStore(test.database)
    const digest = randomDigest()
    expect(await winners(200, () => assertions.claim(digest, secondsLater(160), NOW))).toBe(1)
    expect(await assertions.claim(digest, secondsLater(300), secondsLater(159))).toBe(false)
    expect(await assertions.claim(digest, secondsLater(300), secondsLater(160))).toBe(true)
    expect(await assertions.claim(digest, secondsLater(300), secondsLater(161))).toBe(false)
  })
})

describe('interactions', () => {
  function anInteraction(): NewInteraction {
    return {
      id: randomUUID(),
      browserDigest: randomDigest(),
      clientId: 'client',
      parameters: { scope: 'openid', state: 'a\u0000b' },
      createdAt: secondsLater(0),
      expiresAt: secondsLater(600),
    }
  }

  it('come back until they expire, with what was asked', async () => {
    const interactions = new InteractionStore(test.database)
    const made = anInteraction()
    await interactions.create(made)
    const found = await interactions.find(made.id, secondsLater(599))
    expect(found).toMatchObject({ clientId: 'client', signedInAt: null, sessionId: null })
    expect(found?.parameters).toEqual({ scope: 'openid', state: 'a\uFFFDb' })
    expect(Buffer.from(found?.browserDigest ?? [])).toEqual(made.browserDigest)
    expect(await interactions.find(made.id, secondsLater(600))).toBeUndefined()
    expect(await interactions.find('a\u0000b', NOW)).toBeUndefined()
    expect(await interactions.remove('a\u0000b')).toBe(false)
  })

  it('note a sign-in and a chosen account on the way, but not once they are gone', async () => {
    const interactions = new InteractionStore(test.database)
    const made = anInteraction()
    await interactions.create(made)
    const sessionId = randomUUID()
    expect(await interactions.recordSignIn(made.id, sessionId, NOW)).toBe(true)
    expect(await interactions.find(made.id, NOW)).toMatchObject({ sessionId, signedInAt: NOW })
    expect(await interactions.recordAccountSelected(made.id, NOW)).toBe(true)
    expect(await interactions.find(made.id, NOW)).toMatchObject({ accountSelectedAt: NOW })
    expect(await interactions.recordSignIn(made.id, sessionId, secondsLater(600))).toBe(false)
    expect(await interactions.recordAccountSelected(made.id, secondsLater(600))).toBe(false)
  })

  it('are finished once out of 100 at the same moment', async () => {
    const interactions = new InteractionStore(test.database)
    const made = anInteraction()
    await interactions.create(made)
    expect(await winners(100, () => interactions.remove(made.id))).toBe(1)
  })
})

describe('the setup link', () => {
  const person = () => ({ username: `admin-${randomUUID()}`, passwordHash: 'hash' })

  it('makes one admin out of 20 at the same moment', async () => {
    const links = new SetupLinkStore(test.database)
    const { identifier } = await aResource(test.database)
    const role = { resource: identifier, role: 'teller' }
    const digest = randomDigest()
    await links.replace(digest, secondsLater(600), NOW)
    expect(await links.find(digest, NOW)).toBe(true)
    expect(await winners(20, () => links.redeem(digest, NOW, person(), role))).toBe(1)
    expect(await links.find(digest, NOW)).toBe(false)
    expect(await test.database.prisma.userRole.count({ where: { resourceIdentifier: identifier } })).toBe(1)
  })

  it('is worth nothing when it expired or when there is a newer one', async () => {
    const links = new SetupLinkStore(test.database)
    const { identifier } = await aResource(test.database)
    const role = { resource: identifier, role: 'teller' }
    const [older, newer] = [randomDigest(), randomDigest()]
    await links.replace(older, secondsLater(600), NOW)
    await links.replace(newer, secondsLater(600), NOW)
    expect(await links.find(older, NOW)).toBe(false)
    expect(await links.redeem(older, NOW, person(), role)).toBeUndefined()
    expect(await links.redeem(newer, secondsLater(600), person(), role)).toBeUndefined()
  })

  it('stays usable when the account cannot be made', async () => {
    const links = new SetupLinkStore(test.database)
    const { identifier } = await aResource(test.database)
    const taken = await aUser(test.database)
    const digest = randomDigest()
    await links.replace(digest, secondsLater(600), NOW)
    const role = { resource: identifier, role: 'teller' }
    const refused = links.redeem(digest, NOW, { ...person(), username: taken.username }, role)
    await expect(refused).rejects.toThrow(AlreadyExists)
    expect(await links.find(digest, NOW)).toBe(true)
  })
})

describe('signing keys', () => {
  function aKey(alg: 'ES256' | 'RS256', change: Partial<NewSigningKey> = {}): NewSigningKey {
    const { publicJwk } = testKey(alg)
    const sealedPrivateJwk = randomDigest()
    return {
      kid: randomUUID(),
      alg,
      status: 'active',
      publicJwk,
      sealedPrivateJwk,
      createdAt: NOW,
      ...change,
    }
  }

  it('are one per algorithm when 10 servers start at the same moment', async () => {
    const keys = new SigningKeyStore(test.database)
    await Promise.all(Array.from({ length: 10 }, () => keys.addIfNone('ES256', aKey('ES256'))))
    await keys.addIfNone('RS256', aKey('RS256'))
    expect((await keys.list()).map((key) => key.alg).sort()).toEqual(['ES256', 'RS256'])
  })

  it('are listed until they are retired, as they were stored', async () => {
    const keys = new SigningKeyStore(test.database)
    const next = aKey('ES256', { status: 'next', createdAt: secondsLater(200) })
    await keys.add(next)
    await keys.add(aKey('ES256', { status: 'retired' }))
    await keys.add(aKey('ES256', { status: 'revoked' }))
    const listed = await keys.list()
    expect(listed.at(-1)).toEqual({
      ...next,
      activatedAt: null,
      retiringAt: null,
      lastTokenExpiresAt: null,
      retiredAt: null,
    })
    expect(listed.map((key) => key.status)).not.toContain('retired')
    expect(listed.map((key) => key.status)).not.toContain('revoked')
  })
})
