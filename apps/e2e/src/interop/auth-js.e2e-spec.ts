import { Auth, type AuthConfig } from '@auth/core'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { registerClient, type RegisteredClient } from '../gatehouse/registration.js'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { CookieJar } from '../person/cookie-jar.js'
import { ScriptedPerson } from '../person/scripted-person.js'

const ORIGIN = 'http://127.0.0.1:3999'
const REDIRECT_URI = `${ORIGIN}/auth/callback/gatehouse`

/** An application on Auth.js, as Next.js calls it: one function from request to response, and a browser's cookies. */
class AuthJsApp {
  /** Names of the errors that it logged. */
  readonly errors: string[] = []
  private readonly cookies = new CookieJar()

  constructor(private readonly config: AuthConfig) {}

  async request(path: string, body?: Record<string, string>): Promise<Response> {
    const url = new URL(path, ORIGIN)
    const headers = { cookie: this.cookies.header, 'x-auth-return-redirect': '' }
    const form = body === undefined ? {} : { method: 'POST', body: new URLSearchParams(body) }
    const response = await Auth(new Request(url, { headers, ...form }), {
      ...this.config,
      logger: { error: ({ name }) => this.errors.push(name) },
    })
    this.cookies.keep(response)
    return response
  }
}

describe('Auth.js as a relying party', () => {
  let gatehouse: RunningGatehouse
  let person: ScriptedPerson

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    person = new ScriptedPerson(gatehouse.issuer, gatehouse.demo)
  }, START_TIMEOUT)

  function appOf({ clientId, clientSecret }: RegisteredClient, authMethod: string): AuthJsApp {
    return new AuthJsApp({
      basePath: '/auth',
      secret: 'only for this journey',
      trustHost: true,
      useSecureCookies: false,
      providers: [
        {
          id: 'gatehouse',
          name: 'Gatehouse',
          type: 'oidc',
          idToken: false, // scopes fill userinfo, not the ID token (OIDC Core §5.4)
          issuer: gatehouse.issuer,
          clientId,
          clientSecret,
          checks: ['pkce', 'state', 'nonce'],
          authorization: { params: { scope: 'openid profile email' } },
          client: { token_endpoint_auth_method: authMethod },
        },
      ],
    })
  }

  it.each(['client_secret_basic', 'client_secret_post'] as const)(
    'signs a person in with %s, PKCE, state and nonce (OIDC Core §3.1)',
    async (authMethod) => {
      const redirectUris = [REDIRECT_URI]
      const app = appOf(
        await registerClient(gatehouse, { name: 'Auth.js', redirectUris, authMethod }),
        authMethod,
      )
      const { csrfToken } = (await (await app.request('/auth/csrf')).json()) as { csrfToken: string }
      const start = await app.request('/auth/signin/gatehouse', { csrfToken, callbackUrl: `${ORIGIN}/` })
      const { redirect, steps } = await person.inNewBrowser().follow(new URL(start.headers.get('location')!))
      expect(steps).toEqual(['sign-in', 'consent'])
      expect(redirect?.href.split('?')[0]).toBe(REDIRECT_URI)

      const end = await app.request(redirect!.pathname + redirect!.search)
      expect(end.headers.get('location')).toBe(`${ORIGIN}/`)
      const session = await app.request('/auth/session')
      expect(await session.json()).toMatchObject({
        user: { name: 'Dana Demo', email: gatehouse.demo.username, image: 'https://example.test/dana.png' },
      })
    },
  )

  it('learns from the error response that the person did not consent (OIDC Core §3.1.2.6)', async () => {
    const redirectUris = [REDIRECT_URI]
    const app = appOf(
      await registerClient(gatehouse, { name: 'Auth.js refused', redirectUris }),
      'client_secret_basic',
    )
    const { csrfToken } = (await (await app.request('/auth/csrf')).json()) as { csrfToken: string }
    const start = await app.request('/auth/signin/gatehouse', { csrfToken, callbackUrl: `${ORIGIN}/` })
    const url = new URL(start.headers.get('location')!)
    const { redirect } = await person.inNewBrowser().follow(url, { consent: 'deny' })
    expect(redirect?.searchParams.get('error')).toBe('access_denied')
    await app.request(redirect!.pathname + redirect!.search)
    expect(await (await app.request('/auth/session')).json()).toBeNull()
    expect(app.errors).toEqual(['OAuthCallbackError'])
  })
})
