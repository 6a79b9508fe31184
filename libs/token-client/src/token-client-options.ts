import type { CryptoKey, CryptoKeyPair } from 'openid-client'
import { isSafeForTokens } from './api-request.js'

/** How the client proves who it is at the token endpoint (RFC 6749 §2.3, RFC 7523 §2.2). */
export type ClientAuthentication =
  | { method: 'client_secret_basic' | 'client_secret_post'; clientSecret: string }
  | { method: 'private_key_jwt'; privateKey: CryptoKey; kid?: string }
  /** A public client; only with `refreshToken`. */
  | { method: 'none' }

/** What `new TokenClient()` takes. */
export interface TokenClientOptions {
  /** Issuer identifier of the authorization server; https, or http on loopback. */
  issuer: string
  clientId: string
  authentication: ClientAuthentication
  /** Refresh token to go on with instead of client credentials. It is replaced as the server rotates it. */
  refreshToken?: string
  /**
   * Told each time the refresh token was rotated; the new access token is used when this is done. When it fails, so does
   * the call, and both tokens stay in memory: the next call tells it again. Default: nothing is kept.
   */
  onRefreshTokenRotated?: (refreshToken: string) => void | Promise<void>
  /**
   * Binds tokens to a key (RFC 9449): `true` to one that is made here and cannot leave this process; a key pair of your
   * own to go on with a refresh token that is bound to it; `false` for bearer tokens. Default true.
   */
  dpop?: boolean | CryptoKeyPair
  /** Part of a token's life after which it is renewed, 0.1 to 0.95. Default 0.75. */
  refreshAt?: number
  /** Greatest random part of a life by which renewal comes earlier, so that many processes do not renew at once. Default 0.05. */
  jitter?: number
  /** Tries of one token request when the network fails, 1 to 10. Default 4. */
  tries?: number
  /**
   * How long one request to the authorization server may take. Default 4: a lost answer to a refresh can be asked for
   * again only as long as the server remembers it, at Gatehouse 10 seconds.
   */
  timeoutSeconds?: number
  /** The current time. Default: the system's clock. */
  now?: () => Date
  /** A random number from 0 up to 1. Default: the platform's. */
  random?: () => number
}

/** The options with every default filled in and every value checked. */
export type TokenClientSettings = Required<Omit<TokenClientOptions, 'refreshToken' | 'onRefreshTokenRotated'>>

/** @throws Error that names the option */
export function checkedSettings(options: TokenClientOptions): TokenClientSettings {
  const { issuer, clientId, authentication } = options
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined
  if (!url || !isSafeForTokens(url)) {
    throw new Error('TokenClient: issuer must be an https URL, or http on loopback')
  }
  if (!clientId) throw new Error('TokenClient: clientId is missing')
  if (authentication.method === 'none' && options.refreshToken === undefined) {
    throw new Error('TokenClient: a public client cannot use client credentials; give a refreshToken')
  }
  return {
    issuer,
    clientId,
    authentication,
    dpop: options.dpop ?? true,
    refreshAt: within('refreshAt', options.refreshAt ?? 0.75, 0.1, 0.95),
    jitter: within('jitter', options.jitter ?? 0.05, 0, 0.5),
    tries: within('tries', options.tries ?? 4, 1, 10),
    timeoutSeconds: within('timeoutSeconds', options.timeoutSeconds ?? 4, 1, 120),
    now: options.now ?? (() => new Date()),
    random: options.random ?? (() => crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32),
  }
}

function within(option: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value
  throw new Error(`TokenClient: ${option} must be from ${least} to ${most}`)
}
