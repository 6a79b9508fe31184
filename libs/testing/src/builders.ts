import { createHash, randomBytes, randomUUID } from 'node:crypto'
import {
  ClientStore,
  ResourceStore,
  SessionStore,
  UserStore,
  type ClientRecord,
  type Database,
  type NewAuthorizationCode,
  type NewClient,
  type NewRefreshFamily,
  type NewRefreshToken,
  type NewResource,
  type NewSession,
  type NewUser,
  type ResourceRecord,
  type Session,
  type UserRecord,
} from '@gatehouse/data-access'
import { FakeClock } from './fake-clock.js'

const BEGIN = new FakeClock().now()

/** A time some seconds after the one at which every builder's rows begin. */
export function secondsLater(seconds: number, from: Date = BEGIN): Date {
  return new Date(from.getTime() + seconds * 1000)
}

/** SHA-256, as tokens, codes and secrets are stored. */
export function digestOf(value: string): Buffer {
  return createHash('sha256').update(value).digest()
}

/** A digest that no other call returns. */
export function randomDigest(): Buffer {
  return randomBytes(32)
}

/** An API with the scopes `accounts:read` and `accounts:write` and the role `teller`. */
export async function aResource(
  database: Database,
  change: Partial<NewResource> = {},
): Promise<ResourceRecord> {
  return new ResourceStore(database).upsert({
    identifier: `https://api.example/${randomUUID()}`,
    name: 'Accounts',
    scopes: [
      { name: 'accounts:read', consentText: 'see your accounts' },
      { name: 'accounts:write', consentText: 'move your money', sensitive: true },
    ],
    roles: [{ name: 'teller', description: 'Sees every account' }],
    ...change,
  })
}

/** A public client for the authorization code flow; give `secrets` and a method to make it confidential. */
export async function aClient(database: Database, change: Partial<NewClient> = {}): Promise<ClientRecord> {
  return new ClientStore(database).create({
    clientId: `client-${randomUUID()}`,
    name: 'A client',
    tokenEndpointAuthMethod: 'none',
    grantTypes: ['authorization_code', 'refresh_token'],
    redirectUris: ['https://client.example/callback'],
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    ...change,
  })
}

/** A person without a password. */
export async function aUser(database: Database, change: Partial<NewUser> = {}): Promise<UserRecord> {
  const name = `ada-${randomUUID()}`
  return new UserStore(database).create({
    username: name,
    email: `${name}@example.com`,
    emailVerified: true,
    name: 'Ada Lovelace',
    givenName: 'Ada',
    familyName: 'Lovelace',
    ...change,
  })
}

/** A session of eight hours; of a new person unless `userId` is given. */
export async function aSession(database: Database, change: Partial<NewSession> = {}): Promise<Session> {
  const userId = change.userId ?? (await aUser(database)).id
  return new SessionStore(database).create({
    digest: randomDigest(),
    authTime: BEGIN,
    acr: 'urn:gatehouse:pwd',
    amr: ['pwd'],
    createdAt: BEGIN,
    expiresAt: secondsLater(8 * 3600),
    ...change,
    userId,
  })
}

/** The row of a code that lives a minute; not stored. Its grant must exist before it can be redeemed. */
export function aCode(
  from: Pick<NewAuthorizationCode, 'clientId' | 'userId' | 'sessionId' | 'grantId'>,
  change: Partial<NewAuthorizationCode> = {},
): NewAuthorizationCode {
  return {
    ...from,
    digest: randomDigest(),
    redirectUri: 'https://client.example/callback',
    redirectUriGiven: true,
    codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    dpopJkt: null,
    scope: ['openid'],
    resource: null,
    nonce: null,
    claims: null,
    acr: 'urn:gatehouse:pwd',
    amr: ['pwd'],
    authTime: BEGIN,
    createdAt: BEGIN,
    expiresAt: secondsLater(60),
    ...change,
  }
}

/** The row of a refresh family that ends after thirty days; not stored. */
export function aFamily(
  from: Pick<NewRefreshFamily, 'clientId' | 'userId' | 'sessionId' | 'grantId'>,
  change: Partial<NewRefreshFamily> = {},
): NewRefreshFamily {
  return {
    ...from,
    id: randomUUID(),
    offline: false,
    scope: ['openid'],
    resource: null,
    claims: null,
    acr: 'urn:gatehouse:pwd',
    amr: ['pwd'],
    authTime: BEGIN,
    createdAt: BEGIN,
    expiresAt: secondsLater(30 * 86_400),
    ...change,
  }
}

/** The row of a refresh token beside an access token of fifteen minutes; not stored. */
export function aRefreshToken(familyId: string, change: Partial<NewRefreshToken> = {}): NewRefreshToken {
  return {
    familyId,
    digest: randomDigest(),
    dpopJkt: null,
    createdAt: BEGIN,
    expiresAt: secondsLater(14 * 86_400),
    accessTokenId: randomUUID(),
    accessTokenExpiresAt: secondsLater(900),
    ...change,
  }
}
