import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Sealer } from '../session/sealing'

/** A person has this long to sign in before the browser's part of the sign-in expires. */
export const PENDING_SIGN_IN_SECONDS = 15 * 60

const pendingSignIn = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  returnPath: z.string(),
  expiresAt: z.number(),
})

/** What the console must remember between sending a browser away and seeing it again. */
export type PendingSignIn = Readonly<z.infer<typeof pendingSignIn>>

const CONTEXT = 'pending sign-in'

/** The cookie value of a pending sign-in. */
export const sealPendingSignIn = (sealer: Sealer, pending: PendingSignIn): string =>
  sealer.seal(JSON.stringify(pending), CONTEXT)

/**
 * The pending sign-in that this browser began with this `state`, or nothing when the cookie is missing, altered,
 * expired or belongs to another sign-in.
 *
 * @see RFC 6749 §10.12
 */
export function openPendingSignIn(
  sealer: Sealer,
  cookie: string | undefined,
  state: string,
  now: Date,
): PendingSignIn | undefined {
  const text = cookie === undefined ? undefined : sealer.open(cookie, CONTEXT)
  if (text === undefined) return undefined
  const pending = pendingSignIn.parse(JSON.parse(text))
  const isLive = pending.expiresAt * 1000 > now.getTime()
  return isLive && isSame(pending.state, state) ? pending : undefined
}

const isSame = (left: string, right: string): boolean => timingSafeEqual(digest(left), digest(right))
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
