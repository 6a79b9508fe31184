import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { Controller, Get, Module, Post, type ExecutionContext } from '@nestjs/common'
import { Test } from '@nestjs/testing'
import { OAuthError } from '@gatehouse/protocol'
import type { AccessTokenClaims } from '@gatehouse/token-types'
import { AccessTokenGuard } from './access-token.guard.js'
import { AccessToken, CurrentPrincipal, CurrentUser, Public } from './decorators.js'
import { RequireAcr, RequireRoles, RequireScopes } from './decorators.js'
import type { Principal, UserPrincipal } from './principal.js'
import { ResourceServerModule } from './resource-server.module.js'
import { RevocationSource, type PresentedToken } from './revocation/revocation-source.js'
import { onPlatform, PLATFORMS, type RunningApi } from './running-api.fixture.js'
import { TestIssuer } from './testing/test-issuer.js'

const AUDIENCE = 'https://api.example/bank'
const METADATA_URL = 'https://api.example/.well-known/oauth-protected-resource/bank'

@Controller('things')
@RequireScopes('things:read')
class ThingsController {
  @Get()
  list(@CurrentPrincipal() caller: Principal) {
    return { kind: caller.kind, subject: caller.subject }
  }

  @Public()
  @Get('opened')
  opened() {
    return {}
  }

  @RequireScopes('things:write')
  @Post()
  create() {
    return {}
  }

  @RequireRoles('auditor')
  @Get('audited')
  audited() {
    return {}
  }

  @RequireAcr('two-factors')
  @Get('guarded')
  guarded() {
    return {}
  }

  @Get('mine')
  mine(@CurrentUser() user: UserPrincipal, @AccessToken() claims: AccessTokenClaims) {
    return { subject: user.subject, jti: claims.jti }
  }
}

@Controller('silent')
class SilentController {
  @Get()
  silent(this: void) {
    return {}
  }

  @Public()
  @Get('open')
  open(this: void) {
    return {}
  }
}

class ListedRevocations extends RevocationSource {
  readonly revoked = new Set<string>()
  silent = false

  override isRevoked({ claims }: PresentedToken): boolean {
    if (this.silent) throw new OAuthError('temporarily_unavailable', { description: 'The source is silent.' })
    return this.revoked.has(claims.jti)
  }
}

const issuer = new TestIssuer()
const revocations = new ListedRevocations()

@Module({
  imports: [
    ResourceServerModule.forRoot({ ...issuer.optionsFor(AUDIENCE), scopesSupported: ['things:read'] }),
  ],
  controllers: [ThingsController, SilentController],
})
class AppModule {}

describe.each(PLATFORMS)('AccessTokenGuard on %s', (platform) => {
  let app: RunningApi
  const token = (change: Partial<Parameters<TestIssuer['userToken']>[1]> = {}) =>
    issuer.userToken('person', { audience: AUDIENCE, scopes: ['things:read'], ...change })
  const get = (url: string, bearer?: string) =>
    app.send('GET', url, bearer === undefined ? {} : { authorization: `Bearer ${bearer}` })

  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [AppModule] })
      .overrideProvider(RevocationSource)
      .useValue(revocations)
      .compile()
    app = await onPlatform(platform, module, (nest) => nest.setGlobalPrefix('api'))
  })
  beforeEach(() => {
    revocations.revoked.clear()
    revocations.silent = false
  })
  afterAll(() => app.close())

  it('lets a valid token pass, and says who calls', async () => {
    expect((await get('/api/things', token())).json).toEqual({ kind: 'user', subject: 'person' })
    expect((await get('/api/silent', token({ scopes: [] }))).statusCode).toBe(200)
    expect((await get('/api/silent/open')).statusCode).toBe(200)
  })

  it.each(['/api/things', '/api/things/opened', '/api/silent'])(
    'answers %s without a token by a bare challenge (RFC 6750 §3, RFC 9728 §5.1)',
    async (url) => {
      const answer = await get(url)
      expect(answer.statusCode).toBe(401)
      expect(answer.headers['www-authenticate']).toBe(
        `Bearer resource_metadata="${METADATA_URL}", ` +
          `DPoP algs="ES256 ES384 RS256 PS256 EdDSA", resource_metadata="${METADATA_URL}"`,
      )
      expect(answer.headers['cache-control']).toBe('no-store')
    },
  )

  it('takes a token in the query for none (RFC 9700 §4.3.2)', async () => {
    const answer = await get(`/api/things?access_token=${token()}`)
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['www-authenticate']).not.toContain('error=')
  })

  it('refuses a token in header and query by invalid_request (RFC 6750 §3.1)', async () => {
    const answer = await get(`/api/things?access_token=${token()}`, token())
    expect(answer.statusCode).toBe(400)
    expect(answer.headers['www-authenticate']).toContain('error="invalid_request"')
  })

  it.each([
    ['expired', () => token({ expiresInSeconds: -31 })],
    ['for another audience', () => token({ audience: 'https://api.example' })],
    ['from another issuer', () => new TestIssuer().userToken('person', { audience: AUDIENCE })],
    ['an ID token', () => token({ header: { typ: 'JWT' } })],
    ['changed after it was signed', () => changed(token())],
    ['not a token', () => 'x.y.z'],
    ['not signed (RFC 7519 §6.1)', () => token().replace(/[^.]*$/u, '')],
    ['opaque, where nobody can tell about it', () => 'mF_9B5f41JqM'],
    ['longer than any of ours', () => token({ claims: { acr: 'a'.repeat(8_192) } })],
  ])('refuses a token that is %s by invalid_token (RFC 6750 §3.1)', async (_, make) => {
    const answer = await get('/api/things', make())
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['www-authenticate']).toMatch(
      /^Bearer error="invalid_token", error_description="[^"]+"/,
    )
    expect(answer.json).toMatchObject({ error: 'invalid_token' })
  })

  it('names the scopes of class and method when one is missing (RFC 6750 §3.1)', async () => {
    const authorization = `Bearer ${token({ scopes: ['things:write'] })}`
    const answer = await app.send('POST', '/api/things', { authorization })
    expect(answer.statusCode).toBe(403)
    expect(answer.headers['www-authenticate']).toContain('error="insufficient_scope"')
    expect(answer.headers['www-authenticate']).toContain('scope="things:read things:write"')
  })

  it('refuses a token without the role by 403', async () => {
    expect((await get('/api/things/audited', token())).statusCode).toBe(403)
    expect((await get('/api/things/audited', token({ roles: ['auditor'] }))).statusCode).toBe(200)
  })

  it('asks for a stronger sign-in (RFC 9470 §3)', async () => {
    const answer = await get('/api/things/guarded', token())
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['www-authenticate']).toContain('error="insufficient_user_authentication"')
    expect(answer.headers['www-authenticate']).toContain('acr_values="two-factors"')
    expect((await get('/api/things/guarded', token({ claims: { acr: 'two-factors' } }))).statusCode).toBe(200)
  })

  it('does not take a client for a person (RFC 9068 §2.2)', async () => {
    const client = issuer.clientToken('robot', { audience: AUDIENCE, scopes: ['things:read'] })
    expect((await get('/api/things', client)).json).toEqual({ kind: 'client', subject: 'robot' })
    const answer = await get('/api/things/mine', client)
    expect(answer.statusCode).toBe(403)
    expect(answer.headers['www-authenticate']).toContain('error="insufficient_scope"')
    expect((await get('/api/things/mine', token())).json).toMatchObject({ subject: 'person' })
  })

  it('refuses a remembered token as soon as it is revoked', async () => {
    const bearer = token({ claims: { jti: 'to-be-revoked' } })
    expect((await get('/api/things', bearer)).statusCode).toBe(200)
    revocations.revoked.add('to-be-revoked')
    const answer = await get('/api/things', bearer)
    expect(answer.statusCode).toBe(401)
    expect(answer.json).toEqual({
      error: 'invalid_token',
      error_description: 'The access token was revoked.',
    })
  })

  it('fails closed by 503 with Retry-After, without a challenge, while revocations cannot be had', async () => {
    const bearer = token()
    expect((await get('/api/things', bearer)).statusCode).toBe(200)
    revocations.silent = true
    const answer = await get('/api/things', bearer)
    expect(answer.statusCode).toBe(503)
    expect(answer.headers['retry-after']).toMatch(/^\d+$/)
    expect(answer.headers['www-authenticate']).toBeUndefined()
    expect(answer.json).toMatchObject({ error: 'temporarily_unavailable' })
  })

  it('serves the metadata outside the global prefix, without a token (RFC 9728 §3)', async () => {
    const answer = await get('/.well-known/oauth-protected-resource/bank')
    expect(answer.statusCode).toBe(200)
    expect(answer.json).toEqual({
      resource: AUDIENCE,
      authorization_servers: [issuer.issuer],
      bearer_methods_supported: ['header'],
      scopes_supported: ['things:read'],
      dpop_signing_alg_values_supported: ['ES256', 'ES384', 'RS256', 'PS256', 'EdDSA'],
    })
  })

  it('refuses a handler that a message broker calls, with a clear error', async () => {
    const guard = app.nest.get(AccessTokenGuard, { strict: false })
    await expect(guard.canActivate(contextOf('rpc', SilentController.prototype.silent))).rejects.toThrow(
      'SilentController.silent runs in a "rpc" context and is refused',
    )
    await expect(guard.canActivate(contextOf('rpc', SilentController.prototype.open))).resolves.toBe(true)
  })
})

function changed(token: string): string {
  const [header, payload = '', signature] = token.split('.')
  const claims = {
    ...JSON.parse(Buffer.from(payload, 'base64url').toString()),
    scope: 'things:read things:write',
  }
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.')
}

function contextOf(type: string, handler: () => unknown): ExecutionContext {
  const context = { getType: () => type, getHandler: () => handler, getClass: () => SilentController }
  return context as unknown as ExecutionContext
}
