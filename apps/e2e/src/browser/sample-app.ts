import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import * as oidc from 'openid-client'
import { registerClient, type ClientWish } from '../gatehouse/registration.js'
import type { RunningGatehouse } from '../gatehouse/running-gatehouse.js'

type Tokens = oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers

/**
 * A web application of its own origin that signs people in with openid-client, code and PKCE, and calls the bank for
 * them. It serves one person at a time.
 */
export class SampleApp {
  tokens: Tokens | undefined
  private pending = { pkceCodeVerifier: '', expectedState: '', expectedNonce: '' }

  private constructor(
    private readonly server: Server,
    readonly origin: string,
    private readonly config: oidc.Configuration,
    private readonly gatehouse: RunningGatehouse,
  ) {
    server.on('request', (request, response) => void this.answer(request, response))
  }

  static async start(gatehouse: RunningGatehouse, wish: Partial<ClientWish> = {}): Promise<SampleApp> {
    const server = createServer()
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { clientId, clientSecret } = await registerClient(gatehouse, {
      name: 'Web portal',
      redirectUris: [`${origin}/callback`],
      postLogoutRedirectUris: [`${origin}/`],
      bankScopes: ['accounts:read', 'transfers:write'],
      clientUri: `${origin}/`,
      ...wish,
    })
    const config = await oidc.discovery(
      new URL(gatehouse.issuer),
      clientId,
      undefined,
      oidc.ClientSecretBasic(clientSecret),
      { execute: [oidc.allowInsecureRequests] },
    )
    return new SampleApp(server, origin, config, gatehouse)
  }

  /** Where a person begins. @param parameters go into the authorization request */
  signInUrl(parameters: Record<string, string> = {}): string {
    return `${this.origin}/sign-in?${new URLSearchParams(parameters).toString()}`
  }

  get signOutUrl(): string {
    return `${this.origin}/sign-out`
  }

  callBank(path: string): Promise<Response> {
    const authorization = `Bearer ${this.tokens?.access_token}`
    return fetch(`${this.gatehouse.bankUrl}${path}`, { headers: { authorization } })
  }

  userinfo(): Promise<oidc.UserInfoResponse> {
    return oidc.fetchUserInfo(
      this.config,
      this.tokens?.access_token ?? '',
      this.tokens?.claims()?.sub ?? oidc.skipSubjectCheck,
    )
  }

  /** Trades the refresh token for the next ones. */
  async refresh(): Promise<void> {
    const renewed = await oidc.refreshTokenGrant(this.config, this.tokens?.refresh_token ?? '')
    this.tokens = renewed
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((done) => this.server.close(done))
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.origin)
    if (url.pathname === '/sign-in') return redirect(response, await this.authorizationUrl(url.searchParams))
    if (url.pathname === '/sign-out') return redirect(response, this.endSessionUrl())
    const heading = url.pathname === '/callback' ? await this.callback(url, request) : 'Sample app'
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    response.end(
      `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Sample app</title><h1>${heading}</h1>`,
    )
  }

  private async authorizationUrl(parameters: URLSearchParams): Promise<URL> {
    const pkceCodeVerifier = oidc.randomPKCECodeVerifier()
    this.pending = {
      pkceCodeVerifier,
      expectedState: oidc.randomState(),
      expectedNonce: oidc.randomNonce(),
    }
    return oidc.buildAuthorizationUrl(this.config, {
      redirect_uri: `${this.origin}/callback`,
      scope: 'openid profile email offline_access accounts:read',
      code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: this.pending.expectedState,
      nonce: this.pending.expectedNonce,
      ...Object.fromEntries(parameters),
    })
  }

  private endSessionUrl(): URL {
    return oidc.buildEndSessionUrl(this.config, {
      id_token_hint: this.tokens?.id_token ?? '',
      post_logout_redirect_uri: `${this.origin}/`,
    })
  }

  private async callback(url: URL, request: IncomingMessage): Promise<string> {
    const isForm = request.method === 'POST'
    const received = isForm
      ? new Request(url, {
          method: 'POST',
          headers: { 'content-type': request.headers['content-type'] ?? '' },
          body: await text(request),
        })
      : url
    try {
      this.tokens = await oidc.authorizationCodeGrant(this.config, received, this.pending)
      return `Welcome ${String((await this.userinfo()).name)}`
    } catch (error) {
      return `Refused: ${error instanceof oidc.AuthorizationResponseError ? error.error : String(error)}`
    }
  }
}

function redirect(response: ServerResponse, location: URL): void {
  response.writeHead(302, { location: location.href }).end()
}
