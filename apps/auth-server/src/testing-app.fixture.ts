import { randomBytes } from 'node:crypto'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import {
  AuthorizationCodeStore,
  GrantStore,
  type ClientRecord,
  type Database,
  type NewAuthorizationCode,
  type NewClient,
  type ResourceRecord,
  type Session,
  type UserRecord,
} from '@gatehouse/data-access'
import {
  aClient,
  aCode,
  aResource,
  aSession,
  aUser,
  createTestDatabase,
  digestOf,
  FakeClock,
  secondsLater,
} from '@gatehouse/testing'
import { Settings } from './config/settings.js'
import { createApp } from './create-app.js'

/** Verifier of the challenge that every built code has (RFC 7636 Appendix B). */
export const CODE_VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
export const CODE_CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
export const REDIRECT_URI = 'https://client.example/callback'
export const ISSUER = 'http://localhost:4000'

/** Secret of every confidential client that `TestingApp` makes. */
export const CLIENT_SECRET = 'a-secret-of-a-test-client'

/** A form as names and values; pairs where a name comes more than once, text where it is malformed. */
export type Form = Record<string, string> | readonly (readonly [string, string])[] | string

/** A signed-in person: the account, its session, and the cookie that opens it. */
export interface Person {
  user: UserRecord
  session: Session
  cookie: string
}

/** The whole server on a database of its own, with a clock that stands until it is moved. */
export class TestingApp {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly database: Database,
    readonly clock: FakeClock,
    readonly close: () => Promise<void>,
  ) {}

  /** @param variables settings that differ from those of a test */
  static async start(variables: Record<string, string> = {}): Promise<TestingApp> {
    const made = await createTestDatabase({ poolSize: 4 })
    const settings = Settings.parse({
      NODE_ENV: 'test',
      DATABASE_URL: made.url,
      GATEHOUSE_LOG_LEVEL: 'silent',
      GATEHOUSE_PASSWORD_COST: '10',
      GATEHOUSE_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64url'),
      GATEHOUSE_PASSWORD_PEPPER: randomBytes(32).toString('hex'),
      GATEHOUSE_COOKIE_SECRET: randomBytes(32).toString('hex'),
      ...variables,
    })
    const clock = new FakeClock()
    const app = await createApp(settings, clock)
    await app.init()
    await app.getHttpAdapter().getInstance().ready()
    return new TestingApp(app, made.database, clock, async () => {
      await app.close()
      await made.drop()
    })
  }

  get(path: string, headers: Record<string, string> = {}) {
    return this.app.inject({ method: 'GET', url: path, headers })
  }

  post(path: string, form: Form, headers: Record<string, string> = {}) {
    return this.app.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload: encoded(form),
    })
  }

  /** A confidential client with every grant, a secret and the scopes of a resource, if one is given. */
  confidentialClient(change: Partial<NewClient> = {}, resource?: ResourceRecord): Promise<ClientRecord> {
    return aClient(this.database, {
      tokenEndpointAuthMethod: 'client_secret_basic',
      grantTypes: ['authorization_code', 'refresh_token', 'client_credentials'],
      secrets: [{ name: 'first', digest: digestOf(CLIENT_SECRET), hint: 'a-se' }],
      requireConsent: false,
      ...(resource && {
        resourceScopes: resource.scopes.map(({ name }) => ({ resource: resource.identifier, scope: name })),
      }),
      ...change,
    })
  }

  resource(): Promise<ResourceRecord> {
    return aResource(this.database)
  }

  /** Somebody who signed in just now, without a password being hashed. */
  async person(): Promise<Person> {
    const value = randomBytes(32).toString('base64url')
    const user = await aUser(this.database)
    const now = this.clock.now()
    const session = await aSession(this.database, {
      userId: user.id,
      digest: digestOf(value),
      authTime: now,
      createdAt: now,
      expiresAt: secondsLater(8 * 3600, now),
    })
    return { user, session, cookie: `gatehouse-session=${value}` }
  }

  /** A code as the authorization endpoint would issue it now; the grant behind it stands. */
  async code(
    client: ClientRecord,
    person: Person,
    change: Partial<NewAuthorizationCode> = {},
  ): Promise<string> {
    const code = randomBytes(32).toString('base64url')
    const now = this.clock.now()
    const from = { clientId: client.clientId, userId: person.user.id, sessionId: person.session.id }
    const grantId = await new GrantStore(this.database).ensure(from.userId, from.clientId, [], now)
    await new AuthorizationCodeStore(this.database).create(
      aCode(
        { ...from, grantId },
        {
          digest: digestOf(code),
          authTime: now,
          createdAt: now,
          expiresAt: secondsLater(60, now),
          ...change,
        },
      ),
    )
    return code
  }

  /** The token endpoint, called by a client as it is registered. */
  token(client: ClientRecord, form: Record<string, string>, headers: Record<string, string> = {}) {
    return this.as(client, '/oauth2/token', form, headers)
  }

  /** Exchanges a code with the verifier and redirect URI that belong to it. */
  redeem(client: ClientRecord, code: string, change: Record<string, string> = {}) {
    return this.token(client, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: REDIRECT_URI,
      code_verifier: CODE_VERIFIER,
      ...change,
    })
  }

  refresh(client: ClientRecord, refreshToken: string, change: Record<string, string> = {}) {
    return this.token(client, { grant_type: 'refresh_token', refresh_token: refreshToken, ...change })
  }

  introspect(client: ClientRecord, token: string) {
    return this.as(client, '/oauth2/introspect', { token })
  }

  /** A person's tokens, by a code of their own. */
  async tokens(
    client: ClientRecord,
    person: Person,
    change: Partial<NewAuthorizationCode> = {},
  ): Promise<{ access_token: string; refresh_token: string; id_token: string }> {
    const answer = await this.redeem(client, await this.code(client, person, change))
    if (answer.statusCode !== 200) throw new Error(`no tokens: ${answer.body}`)
    return answer.json()
  }

  /** Posts a form with the client's own authentication: Basic, or the bare id of a public client. */
  as(client: ClientRecord, path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
    return client.tokenEndpointAuthMethod === 'none'
      ? this.post(path, { client_id: client.clientId, ...form }, headers)
      : this.post(path, form, { authorization: basic(client.clientId), ...headers })
  }
}

/** `Authorization` header of HTTP Basic (RFC 7617 §2). */
export function basic(clientId: string, secret = CLIENT_SECRET): string {
  return `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`
}

/** The payload of a JWT, unverified. */
export function payloadOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<
    string,
    unknown
  >
}

function encoded(form: Form): string {
  if (typeof form === 'string') return form
  const pairs = isPairs(form) ? form : Object.entries(form)
  return new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString()
}

function isPairs(form: Exclude<Form, string>): form is readonly (readonly [string, string])[] {
  return Array.isArray(form)
}
