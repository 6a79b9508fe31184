import type { TokenRequestFailed } from './token-request-failed.js'

/** What a `TokenClient` reports, for metrics and logs. No event holds a token. */
export interface TokenClientEvents {
  /** A token was obtained. */
  token: [{ target: string; expiresInSeconds: number; durationMs: number; tries: number }]
  /** One try failed and is made again. */
  retry: [{ target: string; tries: number; error: TokenRequestFailed }]
  /** No token could be obtained; a token that still lives goes on being used. */
  failure: [{ target: string; error: TokenRequestFailed }]
  /** An API refused a token with 401. */
  refused: [{ target: string; status: number }]
}
