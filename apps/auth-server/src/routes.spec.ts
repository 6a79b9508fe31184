import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { declaredRoutes, type DeclaredRoute } from './declared-routes.fixture.js'
import type { HttpServer } from './http/http-server.js'
import { TestingApp } from './testing-app.fixture.js'

/**
 * Every route and what guards it. A new public route is a decision: write it here with the reason in the commit. Routes
 * of the admin API are all guarded alike but for its documentation, which says nothing that the source does not say; who may call which is in `admin/authorization-matrix.int-spec.ts`.
 */
const ROUTES = [
  'GET / public',
  'GET /.well-known/jwks.json public',
  'GET /.well-known/oauth-authorization-server public',
  'GET /.well-known/openid-configuration public',
  'GET /admin/docs public',
  'GET /admin/v1/openapi.json public',
  'GET /choose-password one-time-link',
  'GET /choose-password/done public',
  'GET /health/live public',
  'GET /health/ready public',
  'GET /interaction/:id browser',
  'GET /interaction/:id/:form browser',
  'GET /oauth2/authorize public',
  'GET /oauth2/logout public',
  'GET /oauth2/revocations access-token',
  'GET /oauth2/userinfo access-token',
  'GET /setup one-time-link',
  'POST /choose-password one-time-link',
  'POST /interaction/:id/account browser',
  'POST /interaction/:id/cancel browser',
  'POST /interaction/:id/consent browser',
  'POST /interaction/:id/sign-in browser',
  'POST /oauth2/authorize public',
  'POST /oauth2/introspect client',
  'POST /oauth2/logout public',
  'POST /oauth2/logout/confirm browser',
  'POST /oauth2/revocations/position access-token',
  'POST /oauth2/revoke client',
  'POST /oauth2/token client',
  'POST /oauth2/userinfo access-token',
  'POST /setup one-time-link',
]

/** Files that need no protection, served beside the controllers. */
const FILES = [
  '/assets/*',
  '/assets/inter-latin-ext.woff2',
  '/assets/inter-latin.woff2',
  '/assets/jetbrains-mono-latin.woff2',
  '/assets/swagger-ui-bundle.js',
  '/assets/swagger-ui.css',
]

let test: TestingApp

beforeAll(async () => {
  test = await TestingApp.start()
})

afterAll(() => test.close())

/** What the web framework really serves, by its own account: `GET /path`, HEAD left out. */
function servedRoutes(): string[] {
  const tree = test.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false })
  const parents: string[] = []
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods = ''] = /^([│├└─\s]*)(\S+) \((.*)\)$/u.exec(line) ?? []
    if (!methods) return []
    const depth = indent.length / 4 - 1
    parents[depth] = `${parents[depth - 1] ?? ''}/${part}`.replace(/\/+/gu, '/')
    // The tree leaves the prefix of the only wildcard out.
    const path = parents[depth] === '/*' ? '/assets/*' : parents[depth]
    return methods
      .split(', ')
      .filter((method) => method !== 'HEAD')
      .map((method) => `${method} ${path}`)
  })
}

describe('routes', () => {
  const inWords = ({ method, path, protection }: DeclaredRoute) =>
    `${method} ${path} ${protection ?? 'UNDECLARED'}`

  it('are exactly these, each with its declared protection', () => {
    const others = declaredRoutes(test).filter(({ protection }) => protection !== 'admin')
    expect(others.map(inWords).sort()).toStrictEqual(ROUTES)
  })

  it('of the admin API demand a token and a scope, without exception', () => {
    const ofAdmin = declaredRoutes(test).filter(
      ({ method, path }) => path.startsWith('/admin/') && !ROUTES.includes(`${method} ${path} public`),
    )
    expect(ofAdmin.length).toBeGreaterThan(5)
    for (const route of ofAdmin) {
      expect(route).toMatchObject({
        protection: 'admin',
        adminScope: expect.stringMatching(/^admin:/u) as unknown,
      })
    }
  })

  it('that the server answers are the declared ones and files, nothing beside them', () => {
    const declared = declaredRoutes(test).map(({ method, path }) => `${method} ${path}`)
    expect(servedRoutes().sort()).toStrictEqual([...declared, ...FILES.map((path) => `GET ${path}`)].sort())
  })

  it('are what documents at the door stand at too, each open to everybody', () => {
    const { openDocuments } = test.app.getHttpAdapter() as unknown as HttpServer
    expect(openDocuments.paths.length).toBeGreaterThan(2)
    for (const path of openDocuments.paths) expect(ROUTES).toContain(`GET ${path} public`)
  })

  it.each(ROUTES.filter((route) => !route.endsWith(' public')))('%s lets no stranger in', async (route) => {
    const [method, path = ''] = route.split(' ') as ['GET' | 'POST', string]
    const url = path.replace(':id', 'unknown').replace(':form', 'sign-in')
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await test.app.inject({
      method,
      url,
      ...(method === 'POST' ? { headers, payload: 'a=b' } : {}),
    })
    if (path === '/oauth2/logout/confirm') expect(answer.body).toContain('You are signed out')
    else expect([400, 401, 403]).toContain(answer.statusCode)
  })
})
