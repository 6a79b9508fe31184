/** A token in hand, with the moments that matter, in milliseconds since 1970-01-01T00:00:00Z. */
export interface HeldToken {
  accessToken: string
  /** From here on it is renewed while it is still used. */
  renewAt: number
  /** From here on it is not used any more. */
  endsAt: number
}

/** A token is not sent in the last moment of its life: it may die on the way. */
const LAST_MOMENT_MS = 2_000

/**
 * @param expiresInSeconds lifetime by the response (RFC 6749 §5.1)
 * @param requestedAt when the request began, so that the time on the way counts as used
 */
export function heldToken(
  accessToken: string,
  expiresInSeconds: number,
  requestedAt: Date,
  { refreshAt, jitter, random }: { refreshAt: number; jitter: number; random: () => number },
): HeldToken {
  const lifetimeMs = expiresInSeconds * 1000
  const begin = requestedAt.getTime()
  return {
    accessToken,
    renewAt: begin + lifetimeMs * (refreshAt - jitter * random()),
    endsAt: begin + Math.max(lifetimeMs - LAST_MOMENT_MS, lifetimeMs / 2),
  }
}
