import { hashPassword } from '@gatehouse/auth-server/password-hash'
import type { BankStore, ClientStore, UserRecord, UserStore } from '@gatehouse/data-access'
import { sha256 } from '@gatehouse/protocol'
import { BUNDLED_CLIENTS } from '@gatehouse/token-types'
import type { SeedInput } from './seed-input.js'

const CLIENT_ID = BUNDLED_CLIENTS.demo
const EMAIL = 'demo@example.test'

/** What it takes to try the server out. */
export interface DemoFacts {
  username: string
  password: string
  clientId: string
  clientSecret: string
}

/** A person with two accounts and a client with one, to try everything out on a fresh machine. Never in production. */
export async function seedDemo(
  stores: { clients: ClientStore; users: UserStore; bank: BankStore },
  { secrets, bankUrl }: SeedInput,
  now: Date,
): Promise<DemoFacts | undefined> {
  const password = secrets['GATEHOUSE_DEMO_PASSWORD']
  const clientSecret = secrets['GATEHOUSE_DEMO_CLIENT_SECRET']
  const pepper = secrets['GATEHOUSE_PASSWORD_PEPPER']
  if (!password || !clientSecret || !pepper) return undefined
  const existing = await stores.clients.find(CLIENT_ID)
  if (!existing) await stores.clients.create(demoClient(bankUrl, clientSecret))
  else if (existing.defaultResource !== bankUrl) {
    // The bank moved to another address: the client follows, with the secrets that it has.
    const { secrets: _, ...moved } = demoClient(bankUrl, clientSecret)
    await stores.clients.upsert(moved)
  }
  const person =
    (await stores.users.findByLogin(EMAIL)) ??
    (await stores.users.create(demoPerson(await hashPassword(password, { pepper, cost: 12 }))))
  await seedAccounts(stores.bank, person, now)
  return { username: EMAIL, password, clientId: CLIENT_ID, clientSecret }
}

function demoClient(bankUrl: string, secret: string): Parameters<ClientStore['create']>[0] {
  return {
    clientId: CLIENT_ID,
    name: 'Demo app',
    tokenEndpointAuthMethod: 'client_secret_basic',
    grantTypes: ['authorization_code', 'refresh_token', 'client_credentials'],
    redirectUris: ['http://127.0.0.1/callback', 'http://localhost:8080/callback'],
    postLogoutRedirectUris: ['http://localhost:8080/'],
    scopes: ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'],
    defaultResource: bankUrl,
    secrets: [{ name: 'demo', digest: sha256(secret), hint: secret.slice(0, 4) }],
    resourceScopes: [
      { resource: bankUrl, scope: 'accounts:read' },
      { resource: bankUrl, scope: 'transfers:write' },
    ],
  }
}

function demoPerson(passwordHash: string): Parameters<UserStore['create']>[0] {
  return {
    username: 'demo',
    email: EMAIL,
    emailVerified: true,
    passwordHash,
    name: 'Dana Demo',
    givenName: 'Dana',
    familyName: 'Demo',
    middleName: 'Quinn',
    nickname: 'Dee',
    preferredUsername: 'demo',
    profile: 'https://example.test/dana',
    picture: 'https://example.test/dana.png',
    website: 'https://example.test',
    gender: 'female',
    birthdate: '1990-04-01',
    zoneinfo: 'Europe/Berlin',
    locale: 'en-GB',
    phoneNumber: '+49301234567',
    phoneNumberVerified: true,
    address: { street_address: 'Torstrasse 1', locality: 'Berlin', postal_code: '10119', country: 'DE' },
  }
}

async function seedAccounts(bank: BankStore, person: UserRecord, createdAt: Date): Promise<void> {
  const accounts = [
    { ownerSubject: person.id, name: 'Everyday', balanceMinor: 250_000n, number: 1 },
    { ownerSubject: person.id, name: 'Savings', balanceMinor: 1_200_000n, number: 2 },
    { ownerSubject: CLIENT_ID, name: 'Operations', balanceMinor: 10_000_000n, number: 3 },
  ]
  for (const { number, ...account } of accounts) {
    const open = await bank.accountsOf(account.ownerSubject)
    if (open.some(({ name }) => name === account.name)) continue
    await bank.openAccount({ ...account, iban: iban(number), currency: 'EUR', createdAt })
  }
}

/** A well-formed German IBAN of a bank that does not exist (ISO 13616-1 §6: check digits by modulo 97). */
function iban(accountNumber: number): string {
  const bban = `99999999${String(accountNumber).padStart(10, '0')}`
  const remainder = Number(BigInt(`${bban}131400`) % 97n)
  return `DE${String(98 - remainder).padStart(2, '0')}${bban}`
}
