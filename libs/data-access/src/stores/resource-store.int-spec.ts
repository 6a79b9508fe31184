import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  aClient,
  aResource,
  aUser,
  createTestDatabase,
  secondsLater,
  type TestDatabase,
} from '@gatehouse/testing'
import { AlreadyExists } from '../already-exists.js'
import { StillInUse } from '../still-in-use.js'
import { ResourceStore } from './resource-store.js'
import { UserStore } from './user-store.js'

let test: TestDatabase
let resources: ResourceStore

beforeAll(async () => {
  test = await createTestDatabase()
  resources = new ResourceStore(test.database)
})

afterAll(() => test.drop())

describe('resources (RFC 8707 §2)', () => {
  it('are registered once, whole or not at all', async () => {
    const made = await resources.create({
      identifier: 'https://orders.example',
      name: 'Orders',
      scopes: [{ name: 'orders:read', consentText: 'See your orders' }],
      roles: [{ name: 'clerk', description: 'Handles orders' }],
    })
    expect(await resources.find('https://orders.example')).toEqual(made)
    const again = resources.create({
      identifier: made.identifier,
      name: 'Other',
      scopes: [{ name: 'x', consentText: 'X' }],
    })
    await expect(again).rejects.toThrow(AlreadyExists)
    expect(await resources.find(made.identifier)).toEqual(made)
  })

  it('lose a scope and a role together with everyone who holds it', async () => {
    const { identifier } = await aResource(test.database)
    const scopes = ['accounts:read', 'accounts:write'].map((scope) => ({ resource: identifier, scope }))
    const { clientId } = await aClient(test.database, { resourceScopes: scopes })
    const { id } = await aUser(test.database)
    await new UserStore(test.database).grantRole(id, identifier, 'teller', secondsLater(1))
    await resources.removeParts(identifier, { scopes: ['accounts:write'], roles: ['teller'] })
    const left = await resources.find(identifier)
    expect([left?.scopes.map(({ name }) => name), left?.roles]).toEqual([['accounts:read'], []])
    const held = await test.database.prisma.clientResourceScope.findMany({ where: { clientId } })
    expect(held.map(({ scope }) => scope)).toEqual(['accounts:read'])
    expect(await test.database.prisma.userRole.count({ where: { userId: id } })).toBe(0)
  })

  it('stay while a client or a person depends on them', async () => {
    const byScope = await aResource(test.database)
    const byServer = await aResource(test.database)
    const byRole = await aResource(test.database)
    const free = await aResource(test.database)
    const reader = await aClient(test.database, {
      resourceScopes: [{ resource: byScope.identifier, scope: 'accounts:read' }],
    })
    const server = await aClient(test.database, { resourceServerFor: byServer.identifier })
    const { id } = await aUser(test.database)
    await new UserStore(test.database).grantRole(id, byRole.identifier, 'teller', secondsLater(1))
    expect(await resources.useOf(byScope.identifier)).toEqual({ clients: [reader.clientId], people: 0 })
    expect(await resources.useOf(byServer.identifier)).toEqual({ clients: [server.clientId], people: 0 })
    expect(await resources.useOf(byRole.identifier)).toEqual({ clients: [], people: 1 })
    for (const { identifier } of [byScope, byServer, byRole]) {
      await expect(resources.remove(identifier)).rejects.toThrow(StillInUse)
      expect(await resources.find(identifier)).toBeDefined()
    }
    expect(await resources.remove(free.identifier)).toBe(true)
    expect(await resources.find(free.identifier)).toBeUndefined()
    expect(await resources.remove(free.identifier)).toBe(false)
  })
})
