import * as oidc from 'openid-client'
import type { TokenClientOptions, TokenClientSettings } from './token-client-options.js'

/** What one token request asks for. */
export interface TokenParameters {
  /** Identifier of the API (RFC 8707 §2). */
  resource?: string
  /** Space-separated. */
  scope?: string
}

/** What one token request gave. */
export interface ObtainedToken {
  accessToken: string
  expiresInSeconds: number
}

/** Lifetime taken when the server names none (RFC 6749 §5.1 recommends that it does), in seconds. */
const UNNAMED_LIFETIME_SECONDS = 60

/**
 * Talks to the authorization server: discovery once, then client credentials or refresh, with a DPoP key of its own.
 *
 * *Enforces*: a rotated refresh token is handed to the caller before the access token is used.
 */
export class TokenRequests {
  private discovered: Promise<oidc.Configuration> | undefined
  private dpop: Promise<oidc.DPoPHandle> | undefined

  constructor(
    private readonly settings: TokenClientSettings,
    private refreshToken: string | undefined,
    private readonly onRotated: TokenClientOptions['onRefreshTokenRotated'],
  ) {}

  /** True when requests share one refresh token and must not run side by side. */
  get areSerial(): boolean {
    return this.refreshToken !== undefined
  }

  /** @throws oidc.ResponseBodyError, oidc.ClientError or a network error */
  async obtain(parameters: TokenParameters): Promise<ObtainedToken> {
    const configuration = await this.configuration()
    const options = await this.dpopOptions()
    const form = { ...parameters }
    const response =
      this.refreshToken === undefined
        ? await oidc.clientCredentialsGrant(configuration, form, options)
        : await oidc.refreshTokenGrant(configuration, this.refreshToken, form, options)
    const rotated = response.refresh_token
    if (this.refreshToken !== undefined && rotated && rotated !== this.refreshToken) {
      this.refreshToken = rotated
      await this.onRotated?.(rotated)
    }
    return {
      accessToken: response.access_token,
      expiresInSeconds: response.expires_in ?? UNNAMED_LIFETIME_SECONDS,
    }
  }

  /** Sends one request with a token, proof included; answers a nonce challenge by itself (RFC 9449 §9). */
  async send(accessToken: string, request: Request, body: Uint8Array | undefined): Promise<Response> {
    const headers = new Headers(request.headers)
    return oidc.fetchProtectedResource(
      await this.configuration(),
      accessToken,
      new URL(request.url),
      request.method,
      body,
      headers,
      await this.dpopOptions(),
    )
  }

  private configuration(): Promise<oidc.Configuration> {
    this.discovered ??= this.discover().catch((error: unknown) => {
      this.discovered = undefined
      throw error
    })
    return this.discovered
  }

  private async discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, timeoutSeconds } = this.settings
    const url = new URL(issuer)
    const found = await oidc.discovery(url, clientId, undefined, clientAuth(this.settings), {
      timeout: timeoutSeconds,
      ...(url.protocol === 'http:' ? { execute: [oidc.allowInsecureRequests] } : {}),
    })
    found.timeout = timeoutSeconds
    return found
  }

  private async dpopOptions(): Promise<oidc.DPoPOptions> {
    if (!this.settings.dpop) return {}
    const configuration = await this.configuration()
    this.dpop ??= oidc
      .randomDPoPKeyPair('ES256', { extractable: false })
      .then((keys) => oidc.getDPoPHandle(configuration, keys))
    return { DPoP: await this.dpop }
  }
}

function clientAuth({ authentication }: TokenClientSettings): oidc.ClientAuth {
  switch (authentication.method) {
    case 'client_secret_basic':
      return oidc.ClientSecretBasic(authentication.clientSecret)
    case 'client_secret_post':
      return oidc.ClientSecretPost(authentication.clientSecret)
    case 'private_key_jwt':
      return oidc.PrivateKeyJwt(
        authentication.kid === undefined
          ? authentication.privateKey
          : { key: authentication.privateKey, kid: authentication.kid },
      )
    case 'none':
      return oidc.None()
  }
}
