import { readFileSync } from 'node:fs'
import { ResourceStore, UserStore, type ClientRecord } from '@gatehouse/data-access'
import {
  ADMIN_RESOURCE,
  ADMIN_ROLES,
  ADMIN_SCOPES,
  type AdminRole,
  type AdminScope,
} from '@gatehouse/token-types'
import type { Person, TestingApp } from '../testing-app.fixture.js'

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** Registers the admin API as the seed does, and a console for it. */
export async function installAdminApi(test: TestingApp): Promise<ClientRecord> {
  const resource = await new ResourceStore(test.database).upsert({
    identifier: ADMIN_RESOURCE,
    name: 'Gatehouse administration',
    scopes: Object.entries(ADMIN_SCOPES).map(([name, consentText]) => ({ name, consentText })),
    roles: Object.entries(ADMIN_ROLES).map(([name, description]) => ({ name, description })),
  })
  return test.confidentialClient(
    { name: 'Console', scopes: ['openid'], defaultResource: ADMIN_RESOURCE },
    resource,
  )
}

/** Somebody who calls the admin API with a token of their own, as a console does for them. */
export class AdminCaller {
  private constructor(
    private readonly test: TestingApp,
    readonly person: Person,
    readonly token: string,
  ) {}

  /** A person with these roles, whose token has these scopes; all of them unless some are named. */
  static async with(
    test: TestingApp,
    console: ClientRecord,
    roles: readonly AdminRole[],
    scopes: readonly AdminScope[] = Object.keys(ADMIN_SCOPES) as AdminScope[],
  ): Promise<AdminCaller> {
    const person = await test.person()
    const users = new UserStore(test.database)
    for (const role of roles) await users.grantRole(person.user.id, ADMIN_RESOURCE, role, test.clock.now())
    const code = { scope: [...scopes], resource: ADMIN_RESOURCE }
    return new AdminCaller(test, person, (await test.tokens(console, person, code)).access_token)
  }

  /** A client that calls on its own behalf. */
  static async client(
    test: TestingApp,
    client: ClientRecord,
    scopes: readonly AdminScope[],
  ): Promise<AdminCaller> {
    const answer = await test.token(client, {
      grant_type: 'client_credentials',
      scope: scopes.join(' '),
      resource: ADMIN_RESOURCE,
    })
    if (answer.statusCode !== 200) throw new Error(`no token: ${answer.body}`)
    return new AdminCaller(test, undefined as never, answer.json<{ access_token: string }>().access_token)
  }

  /** @throws Error where a success has a status that the OpenAPI document does not name */
  async call(method: Method, path: string, body?: object, headers: Record<string, string> = {}) {
    const answer = await this.test.app.inject({
      method,
      url: `/admin/v1${path}`,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { payload: JSON.stringify(body) }),
    })
    if (answer.statusCode < 300) requireDocumented(method, path, answer.statusCode)
    return answer
  }

  get(path: string) {
    return this.call('GET', path)
  }
}

interface Documented {
  paths: Record<string, Record<string, { responses: object }>>
}

const DOCUMENT = JSON.parse(
  readFileSync(new URL('../../../../docs/openapi/admin.json', import.meta.url), 'utf8'),
) as Documented

function requireDocumented(method: Method, path: string, status: number): void {
  const parts = `/admin/v1${path.split('?')[0]}`.split('/')
  const fits = (template: string) => {
    const wanted = template.split('/')
    return (
      wanted.length === parts.length && wanted.every((part, at) => part.startsWith('{') || part === parts[at])
    )
  }
  const operations = Object.entries(DOCUMENT.paths)
    .filter(([template]) => fits(template))
    .flatMap(([, methods]) => methods[method.toLowerCase()] ?? [])
  if (operations.some(({ responses }) => String(status) in responses)) return
  throw new Error(`${method} ${path} answered ${status}, which docs/openapi/admin.json does not name`)
}
