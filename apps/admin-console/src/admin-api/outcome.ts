import type { AdminFieldError, AdminStillInUse } from '@gatehouse/token-types'

/** What came of something that an admin asked for; every case is one that a screen must show. */
export type Outcome<Value> =
  | { readonly state: 'done'; readonly value: Value }
  /** Some fields cannot be taken as they are. */
  | { readonly state: 'invalid'; readonly errors: readonly AdminFieldError[] }
  /** Somebody else changed the thing meanwhile: what it is now, and its version. */
  | { readonly state: 'conflict'; readonly current: unknown; readonly etag: string }
  /** Not to be done as things stand, or not by this person. */
  | {
      readonly state: 'refused'
      readonly title: string
      readonly detail: string | undefined
      readonly permission: string | undefined
      readonly traceId: string | undefined
      /** Who holds what should go; absent where that is not the reason. */
      readonly inUse?: AdminStillInUse
    }
  /** The session has ended; what was typed is still there. */
  | { readonly state: 'signed-out' }
  /** The authorization server does not answer; nothing is known of what became of the request. */
  | { readonly state: 'unreachable' }
