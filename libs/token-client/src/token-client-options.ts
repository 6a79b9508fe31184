import type { CryptoKey } from 'openid-client'

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
  /** Told each time the refresh token was rotated, before the new access token is used. Default: nothing is kept. */
  onRefreshTokenRotated?: (refreshToken: string) => void | Promise<void>
  /** Binds tokens to a key that cannot leave this process (RFC 9449). Default true. */
  dpop?: boolean
  /** Part of a token's life after which it is renewed, 0.1 to 0.95. Default 0.75. */
  refreshAt?: number
  /** Greatest random part of a life by which renewal comes earlier, so that many processes do not renew at once. Default 0.05. */
  jitter?: number
  /** Tries of one token request when the network fails, 1 to 10. Default 4. */
  tries?: number
  /** How long one request to the authorization server may take. Default 10. */
  timeoutSeconds?: number
  /** The current time. Default: the system's clock. */
  now?: () => Date
  /** A random number from 0 up to 1. Default: the platform's. */
  random?: () => number
}

/** The options with every default filled in and every value checked. */
export type TokenClientSettings = Required<Omit<TokenClientOptions, 'refreshToken' | 'onRefreshTokenRotated'>>

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** @throws Error that names the option */
export function checkedSettings(options: TokenClientOptions): TokenClientSettings {
  const { issuer, clientId, authentication } = options
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined
  if (!url || (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.has(url.hostname)))) {
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
    timeoutSeconds: within('timeoutSeconds', options.timeoutSeconds ?? 10, 1, 120),
    now: options.now ?? (() => new Date()),
    random: options.random ?? (() => crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32),
  }
}

function within(option: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value
  throw new Error(`TokenClient: ${option} must be from ${least} to ${most}`)
}
