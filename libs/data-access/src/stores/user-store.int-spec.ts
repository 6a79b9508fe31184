import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { aResource, aUser, createTestDatabase, secondsLater, type TestDatabase } from '@gatehouse/testing'
import { AlreadyExists } from '../already-exists.js'
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
