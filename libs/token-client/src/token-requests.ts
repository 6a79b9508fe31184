import * as oidc from 'openid-client'
import { RefreshChain } from './refresh-chain.js'
import { targetParameters, type Target } from './target.js'
import type { ClientAuthentication, TokenClientOptions, TokenClientSettings } from './token-client-options.js'
import { TokenRequestFailed } from './token-request-failed.js'

/** What one token request gave. */
export interface ObtainedToken {
  accessToken: string
  expiresInSeconds: number
}

/** Lifetime taken when the server names none (RFC 6749 §5.1 recommends that it does), in seconds. */
const UNNAMED_LIFETIME_SECONDS = 60
/** What a header can carry (RFC 6749 §A.12, without the space that RFC 6750 §2.1 leaves out). */
const SENDABLE = /^[\x21-\x7e]+$/

/**
 * Talks to the authorization server: discovery once, then client credentials or refresh, with one DPoP key.
 *
 * *Enforces*: with DPoP on, only a token that is bound to the key is taken (RFC 9449 §5).
 */
export class TokenRequests {
  readonly #settings: TokenClientSettings
  readonly #chain: RefreshChain | undefined
  #configuration: Promise<oidc.Configuration> | undefined
  #dpop: Promise<oidc.DPoPHandle> | undefined

  constructor(
    settings: TokenClientSettings,
    {
      refreshToken,
      onRefreshTokenRotated,
    }: Pick<TokenClientOptions, 'refreshToken' | 'onRefreshTokenRotated'>,
  ) {
    this.#settings = settings
    this.#chain =
      refreshToken === undefined ? undefined : new RefreshChain(refreshToken, onRefreshTokenRotated)
  }

  /** True when requests share one refresh token and must not run side by side. */
  get areSerial(): boolean {
    return this.#chain !== undefined
  }

  /** @throws TokenRequestFailed, or what `openid-client` throws */
  async obtain(target: Target): Promise<ObtainedToken> {
    const configuration = await this.#discovered()
    const dpop = await this.dpop()
    const options = dpop ? { DPoP: dpop } : {}
    const response = this.#chain
      ? await this.#chain.refresh(target, (refreshToken, asked) =>
          oidc.refreshTokenGrant(configuration, refreshToken, targetParameters(asked), options),
        )
      : await oidc.clientCredentialsGrant(configuration, targetParameters(target), options)
    this.#requireUsable(response)
    return {
      accessToken: response.access_token,
      expiresInSeconds: response.expires_in ?? UNNAMED_LIFETIME_SECONDS,
    }
  }

  /** @throws TokenRequestFailed when a rotated refresh token could not be handed over to be kept */
  async keepRotation(): Promise<void> {
    await this.#chain?.keep()
  }

  /** Signs proofs with the key of this client; undefined with DPoP off. */
  async dpop(): Promise<oidc.DPoPHandle | undefined> {
    const { dpop } = this.#settings
    if (dpop === false) return undefined
    const configuration = await this.#discovered()
    this.#dpop ??= Promise.resolve(
      dpop === true ? oidc.randomDPoPKeyPair('ES256', { extractable: false }) : dpop,
    ).then((keys) => oidc.getDPoPHandle(configuration, keys))
    return this.#dpop
  }

  #requireUsable({ token_type: type, access_token: token }: oidc.TokenEndpointResponse): void {
    const expected = this.#settings.dpop === false ? 'bearer' : 'dpop'
    if (type !== expected) {
      const mend = expected === 'dpop' ? '; set dpop: false to take bearer tokens' : ''
      throw new TokenRequestFailed(`the server issued a token of type ${type}, not ${expected}${mend}`)
    }
    if (!SENDABLE.test(token))
      throw new TokenRequestFailed('the server issued a token that no header can carry')
  }

  #discovered(): Promise<oidc.Configuration> {
    this.#configuration ??= this.#discover().catch((error: unknown) => {
      this.#configuration = undefined
      throw error
    })
    return this.#configuration
  }

  async #discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, timeoutSeconds, authentication } = this.#settings
    const url = new URL(issuer)
    return oidc.discovery(url, clientId, undefined, clientAuth(authentication), {
      timeout: timeoutSeconds,
      ...(url.protocol === 'http:' ? { execute: [oidc.allowInsecureRequests] } : {}),
    })
  }
}

function clientAuth(authentication: ClientAuthentication): oidc.ClientAuth {
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
