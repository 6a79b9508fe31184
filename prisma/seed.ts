import { randomBytes } from 'node:crypto'
import {
  BankStore,
  ClientStore,
  Database,
  ResourceStore,
  SetupLinkStore,
  UserStore,
  type NewClient,
} from '@gatehouse/data-access'
import { sha256 } from '@gatehouse/protocol'
import { ADMIN_RESOURCE, ADMIN_ROLES, ADMIN_SCOPES, BUNDLED_CLIENTS } from '@gatehouse/token-types'
import { seedDemo, type DemoFacts } from './seed-demo.js'
import type { SeedInput } from './seed-input.js'

const SETUP_LINK_LIFETIME_MS = 86_400_000

/** What a start may tell its operator. */
export interface SeedFacts {
  /** One-time link that creates the first admin; absent once there is one. */
  setupUrl?: string
  demo?: DemoFacts
}

/**
 * Brings the first rows up to date: the resources, the first-party clients, and for local use the demo. May be run at
 * each start: what an admin changed since stays, but for the addresses, which follow the settings.
 */
export async function seed(input: SeedInput): Promise<SeedFacts> {
  const database = await Database.connect({
    url: input.databaseUrl,
    poolSize: 2,
    applicationName: 'gatehouse-seed',
  })
  try {
    const now = new Date()
    await seedResources(new ResourceStore(database), input)
    await seedFirstParties(new ClientStore(database), input)
    const setupUrl = await setupLink(database, input.issuer, now)
    const stores = {
      clients: new ClientStore(database),
      users: new UserStore(database),
      bank: new BankStore(database),
    }
    const demo = input.production ? undefined : await seedDemo(stores, input, now)
    return { ...(setupUrl ? { setupUrl } : {}), ...(demo ? { demo } : {}) }
  } finally {
    await database.close()
  }
}

async function seedResources(resources: ResourceStore, { bankUrl, issuer }: SeedInput): Promise<void> {
  await resources.upsert({
    identifier: ADMIN_RESOURCE,
    name: 'Gatehouse administration',
    scopes: Object.entries(ADMIN_SCOPES).map(([name, consentText]) => ({
      name,
      consentText,
      sensitive: true,
    })),
    roles: Object.entries(ADMIN_ROLES).map(([name, description]) => ({ name, description })),
  })
  await resources.upsert({
    identifier: `${issuer}/oauth2/revocations`,
    name: 'Revocation feed',
    scopes: [{ name: 'revocations:read', consentText: 'Learn which tokens were revoked' }],
  })
  await resources.upsert({
    identifier: bankUrl,
    name: 'Bank',
    scopes: [
      { name: 'accounts:read', consentText: 'See your accounts and their transactions' },
      { name: 'transfers:write', consentText: 'Transfer money from your accounts', sensitive: true },
    ],
    roles: [{ name: 'auditor', description: 'Sees every account' }],
  })
}

async function seedFirstParties(
  clients: ClientStore,
  { bankUrl, consoleUrl, issuer, secrets }: SeedInput,
): Promise<void> {
  await ensureClient(clients, secrets['GATEHOUSE_CONSOLE_CLIENT_SECRET'], {
    clientId: BUNDLED_CLIENTS.console,
    name: 'Admin console',
    tokenEndpointAuthMethod: 'client_secret_basic',
    grantTypes: ['authorization_code', 'refresh_token'],
    redirectUris: [`${consoleUrl}/auth/callback`],
    postLogoutRedirectUris: [`${consoleUrl}/signed-out`],
    clientUri: consoleUrl,
    defaultResource: ADMIN_RESOURCE,
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    resourceScopes: Object.keys(ADMIN_SCOPES).map((scope) => ({ resource: ADMIN_RESOURCE, scope })),
    requireConsent: false,
  })
  await ensureClient(clients, secrets['GATEHOUSE_BANK_CLIENT_SECRET'], {
    clientId: BUNDLED_CLIENTS.bank,
    name: 'Bank API',
    tokenEndpointAuthMethod: 'client_secret_basic',
    grantTypes: ['client_credentials'],
    scopes: [],
    defaultResource: `${issuer}/oauth2/revocations`,
    resourceServerFor: bankUrl,
    resourceScopes: [{ resource: `${issuer}/oauth2/revocations`, scope: 'revocations:read' }],
  })
}

/** Registers the client or updates it; its secret is added only when it is not the one that stands there. */
async function ensureClient(
  clients: ClientStore,
  secret: string | undefined,
  client: NewClient,
): Promise<void> {
  const digest = sha256(secret ?? '')
  const existing = await clients.find(client.clientId)
  const known = existing?.secrets.some((candidate) => Buffer.from(candidate.digest).equals(digest))
  const secrets =
    secret && !known ? [{ name: 'from the settings', digest, hint: secret.slice(0, 4) }] : undefined
  await clients.upsert({ ...client, ...(secrets ? { secrets } : {}) })
}

async function setupLink(database: Database, issuer: string, now: Date): Promise<string | undefined> {
  if (await new UserStore(database).hasRole(ADMIN_RESOURCE, 'owner')) return undefined
  const token = randomBytes(32).toString('base64url')
  await new SetupLinkStore(database).replace(
    sha256(token),
    new Date(now.getTime() + SETUP_LINK_LIFETIME_MS),
    now,
  )
  return `${issuer}/setup?token=${token}`
}
