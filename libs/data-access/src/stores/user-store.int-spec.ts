import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  aFamily,
  aResource,
  aSession,
  aUser,
  createTestDatabase,
  secondsLater,
  type TestDatabase,
} from '@gatehouse/testing'
import { AlreadyExists } from '../already-exists.js'
import { RevocationStore } from './revocation-store.js'
import { UserStore } from './user-store.js'

let test: TestDatabase
let users: UserStore

beforeAll(async () => {
  test = await createTestDatabase()
  users = new UserStore(test.database)
})

afterAll(() => test.drop())

describe('accounts', () => {
  it('exist once the first is made', async () => {
    expect(await users.exists()).toBe(false)
    await aUser(test.database)
    expect(await users.exists()).toBe(true)
  })

  it('are found by user name or mail address, in any case of letters', async () => {
    const made = await aUser(test.database, { username: 'Grace', email: 'Grace.Hopper@Example.com' })
    expect(made).toMatchObject({ username: 'grace', email: 'grace.hopper@example.com' })
    for (const login of ['GRACE', ' grace ', 'grace.hopper@EXAMPLE.com']) {
      expect(await users.findByLogin(login)).toEqual(made)
    }
    expect(await users.findById(made.id)).toEqual(made)
  })

  it('are not found by what is no login and no id', async () => {
    for (const text of ['', 'nobody', 'a\u0000b', '\ud800', '%', randomUUID()]) {
      expect(await users.findByLogin(text)).toBeUndefined()
      expect(await users.findById(text)).toBeUndefined()
    }
  })

  it('let a user name win over the same text as a mail address of another person', async () => {
    const text = `${randomUUID()}@example.com`
    await aUser(test.database, { email: text })
    const named = await aUser(test.database, { username: text })
    expect((await users.findByLogin(text))?.id).toBe(named.id)
  })

  it.each(['username', 'email'] as const)(
    'refuse a %s that is taken, in any case of letters',
    async (field) => {
      const taken = await aUser(test.database)
      const again = aUser(test.database, { [field]: String(taken[field]).toUpperCase() })
      await expect(again).rejects.toThrow(AlreadyExists)
      await expect(again).rejects.toMatchObject({ field })
    },
  )

  it('count for a role only while they are not disabled', async () => {
    const { identifier } = await aResource(test.database)
    const { id } = await aUser(test.database)
    expect(await users.hasRole(identifier, 'teller')).toBe(false)
    await users.grantRole(id, identifier, 'teller', secondsLater(1))
    await users.grantRole(id, identifier, 'teller', secondsLater(2))
    expect(await users.hasRole(identifier, 'teller')).toBe(true)
    expect((await users.findById(id))?.roles).toMatchObject([{ role: 'teller', grantedAt: secondsLater(1) }])
    await test.database.prisma.user.update({ where: { id }, data: { disabledAt: secondsLater(3) } })
    expect(await users.hasRole(identifier, 'teller')).toBe(false)
  })

  it('hold no role that the resource does not know', async () => {
    const { identifier } = await aResource(test.database)
    const { id } = await aUser(test.database)
    await expect(users.grantRole(id, identifier, 'owner', secondsLater(1))).rejects.toThrow()
  })

  it('remember when the password changed', async () => {
    const { id } = await aUser(test.database)
    await users.setPassword(id, 'hash', secondsLater(5))
    expect(await users.findById(id)).toMatchObject({
      passwordHash: 'hash',
      passwordChangedAt: secondsLater(5),
    })
  })
})

describe('changes of an account', () => {
  it('touch what is given and nothing else; roles take the place of those before', async () => {
    const { identifier } = await aResource(test.database, {
      roles: [
        { name: 'teller', description: 'Sees every account' },
        { name: 'clerk', description: 'Opens accounts' },
      ],
    })
    const role = (name: string) => ({ resource: identifier, role: name })
    const name = randomUUID()
    const made = await users.create({ username: name, address: { locality: 'Paris' } }, [role('teller')])
    expect(made.roles).toMatchObject([{ resourceIdentifier: identifier, role: 'teller' }])
    const changed = await users.update(made.id, { email: `${name}@EXAMPLE.com` }, secondsLater(5))
    expect(changed).toEqual({ ...made, email: `${name}@example.com`, updatedAt: secondsLater(5) })
    const again = await users.update(made.id, { address: null, roles: [role('clerk')] }, secondsLater(6))
    expect(again).toMatchObject({ address: null, roles: [{ role: 'clerk', grantedAt: secondsLater(6) }] })
    expect(await users.list()).toContainEqual(again)
  })

  it('refuse a user name that is taken, and a role that the resource does not know', async () => {
    const [taken, other] = [await aUser(test.database), await aUser(test.database)]
    const { identifier } = await aResource(test.database)
    const rename = users.update(other.id, { username: taken.username.toUpperCase() }, secondsLater(1))
    await expect(rename).rejects.toThrow(AlreadyExists)
    const promote = users.update(
      other.id,
      { roles: [{ resource: identifier, role: 'owner' }] },
      secondsLater(1),
    )
    await expect(promote).rejects.toThrow()
    expect(await users.findById(other.id)).toEqual(other)
  })
})

describe('an account that is switched off, or whose password is changed', () => {
  const endings = {
    account_disabled: (id: string) => users.disable(id, secondsLater(50)),
    password_changed: (id: string) => users.setPassword(id, 'hash', secondsLater(50)),
  }

  it.each(Object.entries(endings))('ends sessions, families and tokens: %s', async (reason, end) => {
    const { prisma } = test.database
    const bystander = await aSession(test.database)
    const session = await aSession(test.database)
    const { userId } = session
    const from = { clientId: 'c', userId, sessionId: session.id, grantId: randomUUID() }
    for (const offline of [false, true]) {
      const { claims: _, ...family } = aFamily(from, { offline })
      await prisma.refreshFamily.create({ data: family })
    }
    expect(await end(userId)).toBe(true)
    expect(await prisma.session.findUnique({ where: { id: session.id } })).toMatchObject({
      endedAt: secondsLater(50),
    })
    const families = await prisma.refreshFamily.findMany({ where: { userId } })
    expect(families.map((family) => family.revokedReason)).toEqual([reason, reason])
    const revocations = new RevocationStore(test.database)
    const revoked = (sub: string, seconds: number) =>
      revocations.isRevoked({ sub, iat: secondsLater(seconds).getTime() / 1000 }, secondsLater(60))
    expect([await revoked(userId, 50), await revoked(userId, 51)]).toEqual([true, false])
    expect(await revoked(bystander.userId, 50)).toBe(false)
    expect(await prisma.session.findUnique({ where: { id: bystander.id } })).toMatchObject({ endedAt: null })
  })

  it('is switched off once, and on again without what was ended', async () => {
    const session = await aSession(test.database)
    const { userId } = session
    expect(await users.enable(userId, secondsLater(40))).toBe(false)
    const ends = await Promise.all(Array.from({ length: 10 }, () => users.disable(userId, secondsLater(50))))
    expect(ends.filter(Boolean)).toHaveLength(1)
    expect(await test.database.prisma.revocation.count({ where: { claim: 'sub', value: userId } })).toBe(1)
    expect(await users.enable(userId, secondsLater(60))).toBe(true)
    expect(await users.findById(userId)).toMatchObject({ disabledAt: null })
    const still = await test.database.prisma.session.findUnique({ where: { id: session.id } })
    expect(still?.endedAt).toEqual(secondsLater(50))
  })

  it('exists', async () => {
    for (const id of [randomUUID(), 'nobody', 'a\u0000b']) {
      expect(await users.disable(id, secondsLater(1))).toBe(false)
      expect(await users.enable(id, secondsLater(1))).toBe(false)
      expect(await users.setPassword(id, 'hash', secondsLater(1))).toBe(false)
    }
  })
})
