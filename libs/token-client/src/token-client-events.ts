/** What a `TokenClient` reports, for metrics and logs. No event holds a token. */
export interface TokenClientEvents {
  /** A token was obtained. */
  token: [{ target: string; expiresInSeconds: number; durationMs: number; tries: number }]
  /** One try failed and is made again. */
  retry: [{ target: string; tries: number; error: Error }]
  /** No token could be obtained; a token that still lives goes on being used. */
  failure: [{ target: string; error: Error }]
  /** An API refused the token once, and a new one was asked for. */
  refused: [{ target: string; status: number }]
}
