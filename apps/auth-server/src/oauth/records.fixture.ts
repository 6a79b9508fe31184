import { randomBytes, randomUUID } from 'node:crypto'
import type { ClientRecord, ResourceRecord, UserRecord } from '@gatehouse/data-access'
import { OAuthError } from '@gatehouse/protocol'
import { FakeClock } from '@gatehouse/testing'
import { Settings } from '../config/settings.js'
import type { AuthenticatedClient } from './client-auth/authenticated-client.js'

export const NOW = new FakeClock().now()
export const ISSUER = 'https://id.example.com'
export const REDIRECT_URI = 'https://client.example/callback'
export const RESOURCE = 'https://api.example/'

/** A class of which a rule needs just these members. */
export function standIn<T extends object>(members: Partial<T>): T {
  return members as T
}

/** Settings with an issuer and random secrets. */
export function someSettings(change: Record<string, string> = {}): Settings {
  return Settings.parse({
    DATABASE_URL: 'postgresql://nobody@localhost/none',
    GATEHOUSE_ISSUER: ISSUER,
    GATEHOUSE_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64url'),
    GATEHOUSE_PASSWORD_PEPPER: randomBytes(32).toString('hex'),
    GATEHOUSE_COOKIE_SECRET: randomBytes(32).toString('hex'),
    ...change,
  })
}

/** A public client for the code flow, with `accounts:read` at `RESOURCE`. */
export function clientRecord(change: Partial<ClientRecord> = {}): ClientRecord {
  return {
    clientId: 'client',
    name: 'A client',
    tokenEndpointAuthMethod: 'none',
    assertionSigningAlgs: [],
    grantTypes: ['authorization_code', 'refresh_token'],
    redirectUris: [REDIRECT_URI],
    postLogoutRedirectUris: [],
    scopes: ['openid', 'profile', 'offline_access'],
    defaultResource: null,
    jwks: null,
    jwksUri: null,
    idTokenSignedResponseAlg: 'RS256',
    userinfoSignedResponseAlg: null,
    resourceServerFor: null,
    pkceExempt: false,
    dpopBoundAccessTokens: false,
    requireConsent: true,
    defaultMaxAgeSeconds: null,
    accessTokenLifetimeSeconds: null,
    refreshTokenLifetimeSeconds: null,
    corsOrigins: [],
    logoUri: null,
    clientUri: null,
    policyUri: null,
    tosUri: null,
    contacts: [],
    disabledAt: null,
    createdAt: NOW,
    updatedAt: NOW,
    secrets: [],
    resourceScopes: [{ clientId: 'client', resourceIdentifier: RESOURCE, scope: 'accounts:read' }],
    ...change,
  }
}

/** The same, as if it had proven who it is. */
export function authenticatedClient(change: Partial<ClientRecord> = {}): AuthenticatedClient {
  return clientRecord(change) as AuthenticatedClient
}

export function resourceRecord(change: Partial<ResourceRecord> = {}): ResourceRecord {
  return {
    identifier: RESOURCE,
    name: 'Accounts',
    signingAlg: 'ES256',
    accessTokenLifetimeSeconds: 600,
    createdAt: NOW,
    updatedAt: NOW,
    scopes: [],
    roles: [],
    ...change,
  }
}

/** Ada, a teller at `RESOURCE`. */
export function userRecord(change: Partial<UserRecord> = {}): UserRecord {
  const id = randomUUID()
  return {
    id,
    username: 'ada',
    email: 'ada@example.com',
    emailVerified: true,
    passwordHash: null,
    passwordChangedAt: null,
    name: 'Ada Lovelace',
    givenName: 'Ada',
    familyName: 'Lovelace',
    middleName: null,
    nickname: null,
    preferredUsername: null,
    profile: null,
    picture: null,
    website: null,
    gender: null,
    birthdate: null,
    zoneinfo: null,
    locale: null,
    phoneNumber: null,
    phoneNumberVerified: false,
    address: null,
    disabledAt: null,
    createdAt: NOW,
    updatedAt: NOW,
    roles: [
      { userId: id, resourceIdentifier: RESOURCE, role: 'teller', grantedAt: NOW },
      { userId: id, resourceIdentifier: 'https://other.example/', role: 'admin', grantedAt: NOW },
    ],
    ...change,
  }
}

/** How some work was refused: the code and the private rule; `passed` when it was not. */
export async function refusalOf(work: () => unknown): Promise<string> {
  try {
    await work()
    return 'passed'
  } catch (error) {
    if (error instanceof OAuthError) return `${error.code} ${error.detail?.rule}`
    throw error
  }
}
