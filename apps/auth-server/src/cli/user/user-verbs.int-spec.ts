import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { UserStore } from '@gatehouse/data-access'
import { aResource, aSession, createTestDatabase, secondsLater, type TestDatabase } from '@gatehouse/testing'
import { passwordMatches } from '../../identity/password-hash.js'
import { terminal, type Answer } from '../terminal.fixture.js'

const NOW = secondsLater(100)
const PEPPER = randomBytes(32).toString('base64url')

let test: TestDatabase
let users: UserStore
let api: string
let run: (words: readonly string[], input?: string) => Promise<Answer>

beforeAll(async () => {
  test = await createTestDatabase()
  users = new UserStore(test.database)
  api = (await aResource(test.database)).identifier
  run = terminal(test.url, NOW, PEPPER)
})

afterAll(() => test.drop())

const add = (username: string, ...words: string[]) =>
  run(['user', 'add', '--username', username, ...words, '--json'])

const opens = async (login: string, password: unknown) =>
  passwordMatches(String(password), (await users.findByLogin(login))?.passwordHash ?? '', PEPPER)

describe('npm run user -- add', () => {
  it('registers every standard claim (OIDC Core §5.1)', async () => {
    const claims = {
      ...{ email: 'ada@example.com', name: 'Ada Lovelace', 'given-name': 'Ada', 'family-name': 'Lovelace' },
      ...{ 'middle-name': 'King', nickname: 'Countess', 'preferred-username': 'ada.l' },
      ...{
        profile: 'https://ada.example/me',
        picture: 'https://ada.example/me.png',
        website: 'https://ada.example',
      },
      ...{ gender: 'female', birthdate: '1815-12-10', zoneinfo: 'Europe/London', locale: 'en-GB' },
      ...{ 'phone-number': '+442071234567', 'address-formatted': '12 St James Square\\nLondon' },
      ...{
        'address-street-address': '12 St James Square',
        'address-locality': 'London',
        'address-region': 'London',
      },
      ...{ 'address-postal-code': 'SW1Y', 'address-country': 'GB', role: `${api}:teller` },
    }
    const words = Object.entries(claims).flatMap(([option, value]) => [`--${option}`, value])
    const { code, json } = await add('Ada', ...words, '--email-verified', '--phone-number-verified')
    expect(code).toBe(0)
    expect(json).toMatchObject({
      username: 'ada',
      address: { country: 'GB' },
      roles: [{ resource: api, role: 'teller' }],
    })
    expect(await users.findByLogin('ada')).toMatchObject({
      id: json['sub'],
      email: 'ada@example.com',
      emailVerified: true,
      name: 'Ada Lovelace',
      givenName: 'Ada',
      familyName: 'Lovelace',
      middleName: 'King',
      nickname: 'Countess',
      preferredUsername: 'ada.l',
      profile: 'https://ada.example/me',
      picture: 'https://ada.example/me.png',
      website: 'https://ada.example',
      gender: 'female',
      birthdate: '1815-12-10',
      zoneinfo: 'Europe/London',
      locale: 'en-GB',
      phoneNumber: '+442071234567',
      phoneNumberVerified: true,
      address: {
        formatted: '12 St James Square\nLondon',
        street_address: '12 St James Square',
        locality: 'London',
        region: 'London',
        postal_code: 'SW1Y',
        country: 'GB',
      },
      roles: [{ resourceIdentifier: api, role: 'teller' }],
      createdAt: NOW,
    })
  })

  it('lets the person in with the password that was made, given or read, and shows only the one that was made', async () => {
    const made = await add('made')
    expect(await opens('made', made.json['password'])).toBe(true)
    const given = await add('given', '--password', 'correct horse')
    expect(await opens('given', 'correct horse')).toBe(true)
    const read = await run(['user', 'add', '--username', 'read', '--password-stdin'], 'battery staple\n')
    expect(await opens('read', 'battery staple')).toBe(true)
    expect(`${given.out}${read.out}`).not.toMatch(/correct horse|battery staple|\$2b\$/u)
    expect((await run(['user', 'show', 'made'])).out).not.toContain(String(made.json['password']))
  })

  it.each([
    ['a user name that is taken', 'TAKEN', [], '--username: taken is taken'],
    [
      'a mail address that is taken',
      'x',
      ['--email', 'Taken@example.com'],
      '--email: taken@example.com is taken',
    ],
    [
      "somebody's mail address as user name",
      'taken@example.com',
      [],
      '--username: taken@example.com is taken',
    ],
    [
      'a role that the API does not have',
      'x',
      ['--role', 'urn:none:clerk'],
      '--role: urn:none is not registered',
    ],
    ['a common password', 'x', ['--password', 'password1'], '--password: is one of the most common'],
    ['a date that is none', 'x', ['--birthdate', '2026-02-30'], '--birthdate: '],
    ['a verified address without any', 'x', ['--email-verified'], '--email-verified: '],
  ])('refuses %s in one line and writes nothing', async (_, username, words, problem) => {
    await add('taken', '--email', 'taken@example.com')
    const before = await users.list()
    const { code, out, error } = await add(username, ...words)
    expect([code, out]).toEqual([1, ''])
    expect(error).toContain(problem)
    expect(error).not.toContain('\n')
    expect(await users.list()).toEqual(before)
  })

  it('refuses a role that the API does not know, and says which it does', async () => {
    const { error } = await add('x', '--role', `${api}:owner`)
    expect(error).toBe(`--role: ${api} has no role owner; it has teller`)
  })
})

describe('npm run user -- update, set-password, disable, enable', () => {
  it('changes what is given, found by mail address too', async () => {
    await add(
      'grace',
      '--email',
      'grace@example.com',
      '--email-verified',
      '--nickname',
      'Amazing',
      '--role',
      `${api}:teller`,
    )
    const { code } = await run([
      'user',
      'update',
      'GRACE@example.com',
      '--email',
      'hopper@example.com',
      '--role',
      '',
    ])
    expect(code).toBe(0)
    expect(await users.findByLogin('grace')).toMatchObject({
      email: 'hopper@example.com',
      emailVerified: false,
      nickname: 'Amazing',
      roles: [],
    })
    expect((await run(['user', 'update', 'grace'])).error).toBe('Nothing is given to change.')
    expect((await run(['user', 'update', 'grace', '--email', 'grace@EXAMPLE.com'])).code).toBe(0)
  })

  it('refuses to take the name of another', async () => {
    await add('first', '--email', 'first@example.com')
    await add('second')
    const { code, error } = await run(['user', 'update', 'second', '--username', 'first@example.com'])
    expect([code, error]).toEqual([1, '--username: first@example.com is taken by another account'])
  })

  it('sets a password, and signs out who knew the one before', async () => {
    const { json } = await add('linus', '--password', 'correct horse')
    const session = await aSession(test.database, { userId: String(json['sub']) })
    const set = await run(['user', 'set-password', 'linus', '--json'])
    expect(await opens('linus', set.json['password'])).toBe(true)
    expect(await opens('linus', 'correct horse')).toBe(false)
    const ended = await test.database.prisma.session.findUnique({ where: { id: session.id } })
    expect(ended?.endedAt).toEqual(NOW)
  })

  it('switches off and on, each once, and revokes by sub', async () => {
    const { json } = await add('margaret')
    const codes: number[] = []
    for (const verb of ['enable', 'disable', 'disable', 'enable', 'enable']) {
      codes.push((await run(['user', verb, 'margaret'])).code)
    }
    expect(codes).toEqual([1, 0, 1, 0, 1])
    const value = String(json['sub'])
    const entries = await test.database.prisma.revocation.findMany({ where: { claim: 'sub', value } })
    expect(entries.map(({ reason }) => reason)).toEqual(['account_disabled'])
    const events = await test.database.prisma.auditEvent.findMany({ where: { subjectId: value } })
    expect(events.map(({ type }) => type)).toEqual(['user.created', 'user.disabled', 'user.enabled'])
    expect((await run(['user', 'disable', 'nobody'])).error).toContain('There is no account nobody')
  })
})
