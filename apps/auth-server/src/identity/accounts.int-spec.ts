import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals'
import bcrypt from 'bcrypt'
import type { NewUser, UserRecord } from '@gatehouse/data-access'
import { aUser } from '@gatehouse/testing'
import { TestingApp } from '../testing-app.fixture.js'
import { Accounts } from './accounts.js'
import { PasswordHasher } from './password-hasher.js'

const PASSWORD = 'correct horse battery staple'

let test: TestingApp
let accounts: Accounts
let address = 0

beforeAll(async () => {
  test = await TestingApp.start()
  accounts = test.app.get(Accounts)
})

afterEach(() => void jest.restoreAllMocks())

afterAll(() => test.close())

async function somebody(password = PASSWORD, change: Partial<NewUser> = {}): Promise<UserRecord> {
  return aUser(test.database, { passwordHash: await test.app.get(PasswordHasher).hash(password), ...change })
}

/** Each try comes from an address of its own, so that limits stay out of the way. */
const signIn = (login: string, password: string) =>
  accounts.signIn({ login, ipAddress: `10.0.${address >> 8}.${address++ & 255}` }, password)

describe('signing in by name and password', () => {
  it('finds the person by user name and by mail address, in any case of letters', async () => {
    const ada = await somebody()
    for (const login of [ada.username, ada.email ?? '', ` ${ada.username.toUpperCase()}`]) {
      expect(await signIn(login, PASSWORD)).toMatchObject({ kind: 'signed_in', user: { id: ada.id } })
    }
  })

  it.each(['', 'wrong', `${PASSWORD} `, PASSWORD.toUpperCase()])(
    'refuses the password "%s"',
    async (password) => {
      expect(await signIn((await somebody()).username, password)).toMatchObject({ kind: 'mismatch' })
    },
  )

  it.each(['', 'nobody', "' OR '1'='1", 'a\u0000b', '%', 'x'.repeat(300)])(
    'knows nobody called %j',
    async (login) => {
      expect(await signIn(login, PASSWORD)).toMatchObject({ kind: 'mismatch' })
    },
  )

  it('counts tries under the name that is looked up: what is cut off makes no other account of it (RFC 6819 §5.1.4.2.3)', async () => {
    const { username } = await somebody()
    const padded = (at: number) => `${username}${' '.repeat(260)}${at}`
    const ipAddress = '10.9.9.9'
    const wrong = Array.from({ length: 5 }, (_, at) =>
      accounts.signIn({ login: padded(at), ipAddress }, 'wrong'),
    )
    await Promise.all(wrong)
    const outcome = await accounts.signIn({ login: username, ipAddress }, PASSWORD)
    expect(outcome).toMatchObject({ kind: 'throttled' })
    expect(await accounts.signIn({ login: padded(9), ipAddress }, PASSWORD)).toMatchObject({
      kind: 'throttled',
    })
  })

  it('refuses a person who is switched off, and one without a password, as if there were none', async () => {
    const off = await somebody(PASSWORD, { disabledAt: test.clock.now() })
    const without = await somebody(PASSWORD, { passwordHash: null })
    for (const { username } of [off, without]) {
      expect(await signIn(username, PASSWORD)).toMatchObject({ kind: 'mismatch' })
    }
  })

  it('takes every password that the rules take, to its last character', async () => {
    const longest = '🔑'.repeat(256)
    const { username } = await somebody(longest)
    expect(await signIn(username, longest)).toMatchObject({ kind: 'signed_in' })
    expect(await signIn(username, `${longest.slice(0, -2)}🗝`)).toMatchObject({ kind: 'mismatch' })
  })
})

describe('whether an account exists', () => {
  const THREE_WAYS = async () => [
    (await somebody()).username,
    (await somebody(PASSWORD, { disabledAt: test.clock.now() })).username,
    (await somebody(PASSWORD, { passwordHash: null })).username,
    'nobody-of-this-name',
  ]

  it('does not show in the number and cost of the hashes', async () => {
    const logins = await THREE_WAYS()
    const compare = jest.spyOn(bcrypt, 'compare')
    for (const login of logins) {
      compare.mockClear()
      await signIn(login, 'wrong')
      expect(compare.mock.calls.map(([, against]) => bcrypt.getRounds(against))).toStrictEqual([10])
    }
  })

  it('does not show in the time', async () => {
    const logins = await THREE_WAYS()
    const medians = []
    for (const login of logins) {
      const times = []
      for (let tries = 0; tries < 7; tries += 1) {
        const begun = performance.now()
        await signIn(login, 'wrong')
        times.push(performance.now() - begun)
      }
      medians.push(times.sort((one, other) => one - other)[3] ?? 0)
    }
    // Without its hash a try would be over in a tenth of the time; the rest is the noise of a busy machine.
    expect(Math.max(...medians) / Math.min(...medians)).toBeLessThan(4)
  })

  it('does not show in the limits', async () => {
    const known = (await somebody()).username
    for (const login of [known, 'nobody-of-that-name']) {
      const attempt = { login, ipAddress: `192.0.2.${login.length}` }
      const kinds = []
      for (let tries = 0; tries < 7; tries += 1) kinds.push((await accounts.signIn(attempt, 'wrong')).kind)
      expect(kinds).toStrictEqual([...Array<string>(5).fill('mismatch'), 'throttled', 'throttled'])
    }
  })

  it('a throttled try computes no hash, so that a storm costs nothing', async () => {
    const attempt = { login: 'stormy', ipAddress: '192.0.2.200' }
    for (let tries = 0; tries < 5; tries += 1) await accounts.signIn(attempt, 'wrong')
    const compare = jest.spyOn(bcrypt, 'compare')
    expect(await accounts.signIn(attempt, 'wrong')).toMatchObject({
      kind: 'throttled',
      waitSeconds: expect.any(Number),
    })
    expect(compare.mock.calls).toHaveLength(0)
  })
})
