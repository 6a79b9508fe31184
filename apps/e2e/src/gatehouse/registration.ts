import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { environmentFor } from './instance-environment.js'
import type { RunningGatehouse } from './running-gatehouse.js'

/** A client to register; what is left out is as the command line has it. */
export interface ClientWish {
  name: string
  redirectUris?: string[]
  postLogoutRedirectUris?: string[]
  authMethod?: 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt' | 'none'
  grants?: string[]
  scopes?: string[]
  /** Scopes at the sample bank. */
  bankScopes?: string[]
  /** Identifier of an API other than the bank, and scopes there. */
  resource?: string
  resourceScopes?: string[]
  pkceExempt?: boolean
  corsOrigins?: string[]
  /** Public keys as a JWK Set. */
  jwks?: object
  idTokenAlg?: string
  clientUri?: string
}

/** A client as the command line answers. */
export interface RegisteredClient {
  clientId: string
  /** Empty for a client without one. */
  clientSecret: string
  redirectUri: string
}

const WORKSPACE = resolve(import.meta.dirname, '../../../..')
const COMMAND_LINE = resolve(WORKSPACE, 'tools/run-cli.mjs')
const ALL_SCOPES = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access']

const run = promisify(execFile)

/** Registers a client with `npm run client -- add`. */
export async function registerClient(
  gatehouse: RunningGatehouse,
  wish: ClientWish,
): Promise<RegisteredClient> {
  const redirectUris = wish.redirectUris ?? ['https://client.example.test/callback']
  const added = await commandLine<{ client_id: string; client_secret?: string }>(gatehouse, [
    'client',
    'add',
    ...option('name', wish.name),
    ...option('auth-method', wish.authMethod),
    ...option('grant', wish.grants ?? ['authorization_code', 'refresh_token']),
    ...option('redirect-uri', redirectUris),
    ...option('post-logout-redirect-uri', wish.postLogoutRedirectUris),
    ...option(
      'scope',
      [...(wish.scopes ?? ALL_SCOPES), ...(wish.bankScopes ?? []), ...(wish.resourceScopes ?? [])].join(' '),
    ),
    ...option('resource', wish.resource ?? (wish.bankScopes && gatehouse.bankUrl)),
    ...option('cors-origin', wish.corsOrigins),
    ...option('jwks', wish.jwks && JSON.stringify(wish.jwks)),
    ...option('id-token-alg', wish.idTokenAlg),
    ...option('client-uri', wish.clientUri),
    ...(wish.pkceExempt ? ['--pkce-exempt'] : []),
  ])
  return {
    clientId: added.client_id,
    clientSecret: added.client_secret ?? '',
    redirectUri: redirectUris[0] ?? '',
  }
}

/** Registers a person with `npm run user -- add`; roles are written as RESOURCE:ROLE. */
export async function registerPerson(
  gatehouse: RunningGatehouse,
  person: { username: string; email: string; password: string; name?: string; role?: string[] },
): Promise<void> {
  await commandLine(gatehouse, [
    'user',
    'add',
    ...Object.entries(person).flatMap(([name, value]) => option(name, value)),
  ])
}

/** Registers an API with `npm run resource -- add`. */
export async function registerResource(
  gatehouse: RunningGatehouse,
  identifier: string,
  name: string,
): Promise<void> {
  await commandLine(gatehouse, ['resource', 'add', identifier, ...option('name', name)])
}

async function commandLine<Answer>(gatehouse: RunningGatehouse, args: string[]): Promise<Answer> {
  const { stdout } = await run(process.execPath, [COMMAND_LINE, ...args, '--json'], {
    cwd: WORKSPACE,
    env: environmentFor(gatehouse.home),
  })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Answer // a build, where one was needed, is told before
}

function option(name: string, value: string | readonly string[] | undefined): string[] {
  return [value ?? []].flat().flatMap((each) => [`--${name}`, each])
}
