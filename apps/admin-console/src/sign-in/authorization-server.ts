import * as oidc from 'openid-client'
import { ADMIN_SCOPES } from '@gatehouse/token-types'
import { isLoopback, type ConsoleSettings } from '../config/settings'
import type { PendingSignIn } from './pending-sign-in'

const REQUEST_TIMEOUT_SECONDS = 5
const METADATA_LIFETIME_MILLISECONDS = 10 * 60 * 1000

/**
 * `offline_access` asks for the refresh token that keeps the session alive (OIDC Core §11). What the person may do of
 * the rest is decided by their roles, at the admin API.
 */
const SCOPE = ['openid', 'profile', 'email', 'offline_access', ...Object.keys(ADMIN_SCOPES)].join(' ')

export type TokenAnswer = Awaited<ReturnType<typeof oidc.authorizationCodeGrant>>

/**
 * The authorization server as this client sees it.
 *
 * Enforces: code flow with PKCE S256, `state`, `nonce` and `iss` checked; the ID token's signature is verified
 * against the published keys; http only to a loopback issuer.
 *
 * @see OIDC Core §3.1
 * @see RFC 9207
 */
export class AuthorizationServer {
  readonly #settings: ConsoleSettings
  #known: { readonly metadata: Promise<oidc.Configuration>; readonly until: number } | undefined

  constructor(settings: ConsoleSettings) {
    this.#settings = settings
  }

  /** Where to send the browser to sign in. @see RFC 7636 §4.3 */
  async authorizationUrl(pending: PendingSignIn, uiLocale: string, now: Date): Promise<URL> {
    return oidc.buildAuthorizationUrl(await this.#configuration(now), {
      redirect_uri: this.#redirectUri().href,
      scope: SCOPE,
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(pending.codeVerifier),
      code_challenge_method: 'S256',
      ui_locales: uiLocale,
    })
  }

  /** The tokens for the code in an authorization response, after every check. @see OIDC Core §3.1.3.7 */
  async redeem(response: URLSearchParams, pending: PendingSignIn, now: Date): Promise<TokenAnswer> {
    const answeredAt = this.#redirectUri()
    answeredAt.search = response.toString()
    return oidc.authorizationCodeGrant(await this.#configuration(now), answeredAt, {
      expectedState: pending.state,
      expectedNonce: pending.nonce,
      pkceCodeVerifier: pending.codeVerifier,
      idTokenExpected: true,
    })
  }

  /** New tokens for a refresh token. @see RFC 6749 §6 */
  async refresh(refreshToken: string, now: Date): Promise<TokenAnswer> {
    return oidc.refreshTokenGrant(await this.#configuration(now), refreshToken)
  }

  /** The claims of the person; they must be of `subject`. @see OIDC Core §5.3.2 */
  async userInfo(accessToken: string, subject: string, now: Date): Promise<oidc.UserInfoResponse> {
    return oidc.fetchUserInfo(await this.#configuration(now), accessToken, subject)
  }

  /** Ends what the refresh token gives. @see RFC 7009 §2.1 */
  async revoke(refreshToken: string, now: Date): Promise<void> {
    await oidc.tokenRevocation(await this.#configuration(now), refreshToken, {
      token_type_hint: 'refresh_token',
    })
  }

  /** Where to send the browser to sign out there too. @see OIDC RP-Initiated Logout §2 */
  async endSessionUrl(idToken: string, now: Date): Promise<URL> {
    return oidc.buildEndSessionUrl(await this.#configuration(now), {
      id_token_hint: idToken,
      post_logout_redirect_uri: new URL('/signed-out', this.#settings.consoleUrl).href,
    })
  }

  #redirectUri(): URL {
    return new URL('/auth/callback', this.#settings.consoleUrl)
  }

  /** Metadata is asked for once and then every ten minutes; an answer that failed is not kept. */
  #configuration(now: Date): Promise<oidc.Configuration> {
    if (this.#known !== undefined && this.#known.until > now.getTime()) return this.#known.metadata
    const metadata = this.#discover()
    this.#known = { metadata, until: now.getTime() + METADATA_LIFETIME_MILLISECONDS }
    metadata.catch(() => {
      if (this.#known?.metadata === metadata) this.#known = undefined
    })
    return metadata
  }

  #discover(): Promise<oidc.Configuration> {
    const { issuer, client } = this.#settings
    return oidc.discovery(issuer, client.id, undefined, oidc.ClientSecretBasic(client.secret), {
      timeout: REQUEST_TIMEOUT_SECONDS,
      execute: [oidc.enableNonRepudiationChecks, ...(isLoopback(issuer) ? [oidc.allowInsecureRequests] : [])],
    })
  }
}
