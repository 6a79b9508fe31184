import type { AdminResource } from '@gatehouse/token-types'

/** Code that protects a service, for one way to write it. */
export interface GuardSnippet {
  readonly name: string
  /** How to get what it needs; absent where nothing is needed. */
  readonly install?: string
  readonly code: string
}

/** What the code is filled with. */
export interface GuardValues {
  readonly issuer: string
  readonly resource: AdminResource
  /** Client of the API itself; undefined where none is registered. */
  readonly clientId: string | undefined
}

/** The snippets, the likeliest first. No secret is among the values. */
export const guardSnippets = (values: GuardValues): readonly GuardSnippet[] => [
  nest(values),
  jose(values),
  introspection(values),
]

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** A scope for what only reads, by the sound of it, and another one. */
function scopesOf({ scopes }: AdminResource): { reading?: string; writing?: string } {
  const names = scopes.map(({ name }) => name)
  const reading = names.find((name) => /read|view|list|see/iu.test(name)) ?? names[0]
  const writing = names.find((name) => /write|create|manage|edit/iu.test(name) && name !== reading)
  const other = writing ?? names.find((name) => name !== reading)
  return { ...(reading && { reading }), ...(other && { writing: other }) }
}

function nest({ issuer, resource, clientId }: GuardValues): GuardSnippet {
  const { reading, writing } = scopesOf(resource)
  const [role] = resource.roles.map(({ name }) => name)
  const imports = [
    'CurrentPrincipal',
    ...(reading === undefined ? [] : ['RequireScopes']),
    ...(role === undefined ? [] : ['RequireRoles']),
    'ResourceServerModule',
    'type Principal',
  ]
  const requires = (decorator: string, name: string | undefined, indent: string) =>
    name === undefined ? '' : `${indent}@${decorator}(${quoted(name)})\n`
  return {
    name: 'NestJS',
    install: 'npm install @gatehouse/guards @nestjs/passport passport passport-jwt',
    code: `import { Controller, Get, Module, Post } from '@nestjs/common'
import { ${imports.join(', ')} } from '@gatehouse/guards'

${requires('RequireScopes', reading, '')}@Controller('things')
class ThingsController {
  @Get()
  list(@CurrentPrincipal() caller: Principal) {
    return { for: caller.subject }
  }

${requires('RequireScopes', writing, '  ')}${requires('RequireRoles', role, '  ')}  @Post()
  create() {
    return { created: true }
  }
}

@Module({
  imports: [
    ResourceServerModule.forRoot({
      issuer: ${quoted(issuer)},
      audience: ${quoted(resource.identifier)},
      revocation: {
        feed: { clientId: ${quoted(clientId ?? 'THE_CLIENT_OF_THIS_API')}, clientSecret: process.env['API_CLIENT_SECRET'] ?? '' },
      },
    }),
  ],
  controllers: [ThingsController],
})
export class AppModule {}`,
  }
}

function jose({ issuer, resource }: GuardValues): GuardSnippet {
  const { reading = 'things:read' } = scopesOf(resource)
  return {
    name: 'jose (Node)',
    install: 'npm install jose',
    code: `import { createRemoteJWKSet, jwtVerify } from 'jose'

const keys = createRemoteJWKSet(new URL(${quoted(`${issuer}/.well-known/jwks.json`)}))

// Revoked tokens pass until they expire: follow the revocation feed, or introspect, where that is too long.
export async function callerOf(authorization: string) {
  const { payload } = await jwtVerify(authorization.replace(/^Bearer /i, ''), keys, {
    issuer: ${quoted(issuer)},
    audience: ${quoted(resource.identifier)},
    algorithms: [${quoted(resource.signing_alg)}],
    typ: 'at+jwt',
  })
  const scopes = String(payload['scope'] ?? '').split(' ')
  if (!scopes.includes(${quoted(reading)})) throw new Error('insufficient_scope')
  return payload.sub
}`,
  }
}

function introspection({ issuer, clientId }: GuardValues): GuardSnippet {
  return {
    name: 'curl',
    code: `# Asks whether a token is good, at this moment (RFC 7662). Every framework can do as much.
curl -u "${clientId ?? 'THE_CLIENT_OF_THIS_API'}:$API_CLIENT_SECRET" -d "token=$TOKEN" ${issuer}/oauth2/introspect`,
  }
}
