import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose'

const SUBJECT = 'usr_5kq0v7x2m9'
const KEY_ID = 'test-key'

/** One answer that a test wants to be wrong; each takes effect until it is changed. */
export interface Misbehaviour {
  nonce?: string
  issuerInResponse?: string
  error?: string
  refusesRefresh?: boolean
}

interface Grant {
  readonly nonce: string
  readonly challenge: string
  readonly redirectUri: string
}

/**
 * A small OpenID provider over HTTP, for tests of the console alone: everyone is signed in already and agrees.
 * It checks what the console owes it: client credentials, PKCE S256, redirect URI, single use of codes.
 */
export class TestProvider {
  readonly misbehaviour: Misbehaviour = {}
  /** Every request, as `METHOD /path`. */
  readonly requests: string[] = []
  /** Every token that was issued, to look for where none may be. */
  readonly issuedTokens: string[] = []
  /** Parameters of the sign-outs that were asked for. */
  readonly signOuts: URLSearchParams[] = []
  accessTokenSeconds = 900

  readonly #codes = new Map<string, Grant>()
  readonly #refreshTokens = new Set<string>()

  private constructor(
    private readonly server: Server,
    private readonly privateKey: CryptoKey,
    private readonly publicJwk: JWK,
    private readonly client: { readonly id: string; readonly secret: string },
  ) {}

  static async start(client: { id: string; secret: string }): Promise<TestProvider> {
    const { privateKey, publicKey } = await generateKeyPair('RS256')
    const jwk = { ...(await exportJWK(publicKey)), kid: KEY_ID, alg: 'RS256', use: 'sig' }
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const provider = new TestProvider(server, privateKey, jwk, client)
    server.on('request', (request, response) => {
      provider.#answer(request, response).catch(() => response.writeHead(500).end())
    })
    return provider
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    this.server.close()
    await once(this.server, 'close')
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.issuer)
    this.requests.push(`${request.method} ${url.pathname}`)
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json(response, 200, this.#metadata())
      case '/jwks':
        return json(response, 200, { keys: [this.publicJwk] })
      case '/authorize':
        return this.#authorize(url.searchParams, response)
      case '/token':
        return this.#token(request, response)
      case '/userinfo':
        return this.#userInfo(request, response)
      case '/revoke':
        return json(response, 200, {})
      case '/logout':
        this.signOuts.push(url.searchParams)
        return redirect(response, url.searchParams.get('post_logout_redirect_uri') ?? '/')
      default:
        return json(response, 404, {})
    }
  }

  #metadata(): Record<string, unknown> {
    const at = (path: string) => this.issuer + path
    return {
      issuer: this.issuer,
      authorization_endpoint: at('/authorize'),
      token_endpoint: at('/token'),
      jwks_uri: at('/jwks'),
      userinfo_endpoint: at('/userinfo'),
      revocation_endpoint: at('/revoke'),
      end_session_endpoint: at('/logout'),
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    }
  }

  #authorize(parameters: URLSearchParams, response: ServerResponse): void {
    const target = new URL(parameters.get('redirect_uri') ?? '')
    target.searchParams.set('state', parameters.get('state') ?? '')
    target.searchParams.set('iss', this.misbehaviour.issuerInResponse ?? this.issuer)
    if (this.misbehaviour.error !== undefined) {
      target.searchParams.set('error', this.misbehaviour.error)
      return redirect(response, target.href)
    }
    const code = randomBytes(16).toString('hex')
    this.#codes.set(code, {
      nonce: this.misbehaviour.nonce ?? parameters.get('nonce') ?? '',
      challenge: parameters.get('code_challenge') ?? '',
      redirectUri: parameters.get('redirect_uri') ?? '',
    })
    target.searchParams.set('code', code)
    redirect(response, target.href)
  }

  async #token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#isClient(request.headers.authorization)) {
      return json(response, 401, { error: 'invalid_client' })
    }
    const form = new URLSearchParams(await bodyOf(request))
    const nonce =
      form.get('grant_type') === 'refresh_token' ? this.#redeemRefreshToken(form) : this.#redeemCode(form)
    if (nonce === undefined) return json(response, 400, { error: 'invalid_grant' })
    json(response, 200, await this.#issue(nonce))
  }

  /** Each half of the credentials is form-encoded before it is joined. @see RFC 6749 §2.3.1 */
  #isClient(authorization: string | undefined): boolean {
    const credentials = Buffer.from(authorization?.replace(/^Basic /, '') ?? '', 'base64').toString('utf8')
    const [id, secret] = credentials.split(':').map((half) => decodeURIComponent(half.replaceAll('+', ' ')))
    return id === this.client.id && secret === this.client.secret
  }

  #redeemCode(form: URLSearchParams): string | undefined {
    const code = form.get('code') ?? ''
    const grant = this.#codes.get(code)
    this.#codes.delete(code)
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const isRight = grant?.challenge === challenge && grant.redirectUri === form.get('redirect_uri')
    return isRight ? grant.nonce : undefined
  }

  #redeemRefreshToken(form: URLSearchParams): string | undefined {
    if (this.misbehaviour.refusesRefresh === true) return undefined
    return this.#refreshTokens.delete(form.get('refresh_token') ?? '') ? '' : undefined
  }

  async #issue(nonce: string): Promise<Record<string, unknown>> {
    const now = Math.floor(Date.now() / 1000)
    const sign = (claims: Record<string, unknown>, audience: string) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: KEY_ID })
        .setIssuer(this.issuer)
        .setAudience(audience)
        .setSubject(SUBJECT)
        .setIssuedAt(now)
        .setExpirationTime(now + 900)
        .sign(this.privateKey)
    const refreshToken = randomBytes(32).toString('base64url')
    this.#refreshTokens.add(refreshToken)
    const accessToken = await sign({ roles: ['owner', 'auditor'], jti: refreshToken.slice(0, 8) }, 'userinfo')
    const idToken = await sign(
      {
        ...(nonce === '' ? {} : { nonce }),
        auth_time: now - 240,
        acr: 'urn:gatehouse:acr:password',
        amr: ['pwd'],
      },
      this.client.id,
    )
    this.issuedTokens.push(refreshToken, accessToken, idToken)
    return {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: this.accessTokenSeconds,
      refresh_token: refreshToken,
      id_token: idToken,
    }
  }

  #userInfo(request: IncomingMessage, response: ServerResponse): void {
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? ''
    if (!this.issuedTokens.includes(token)) return json(response, 401, { error: 'invalid_token' })
    json(response, 200, {
      sub: SUBJECT,
      name: 'Ada Lovelace',
      preferred_username: 'ada',
      email: 'ada.lovelace@example.test',
      email_verified: true,
    })
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location }).end()
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
