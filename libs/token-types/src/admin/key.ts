/**
 * `next` is published and does not sign yet; `active` signs; `retiring` verifies until the last token that it signed has
 * expired; `retired` does nothing any more; `revoked` was compromised: nothing that it signed is accepted.
 */
export const SIGNING_KEY_STATES = ['next', 'active', 'retiring', 'retired', 'revoked'] as const

export type SigningKeyState = (typeof SIGNING_KEY_STATES)[number]

/** A signing key, without its private half. */
export interface AdminSigningKey {
  kid: string
  alg: string
  state: SigningKeyState
  created_at: string
  activated_at: string | null
  /** When another took its place. */
  retiring_at: string | null
  /** When it was retired or revoked. */
  retired_at: string | null
  /** When the last token that it signed is dead: for the active key, if it stopped signing now. */
  last_token_expires_at: string | null
  /** When the schedule replaces it; null for keys that are not active, or where there is no schedule. */
  rotates_at: string | null
}

/** Keys and the schedule. */
export interface AdminSigningKeys {
  keys: AdminSigningKey[]
  /** 0 means that keys are rotated by hand alone. */
  rotation_days: number
  /** How long a key is published before it signs, in seconds. */
  lead_seconds: number
}

/** What a rotation would do now. */
export interface AdminRotationPreview {
  alg: string
  /** Key that signs now, and would be retiring. */
  current: string | null
  /** Key that would sign; null when none is published: one would be made. */
  next: string | null
  /** From when on every API knows the next key; null when none is published. */
  ready_at: string | null
  /** False when APIs that keep their keys may not know the next one yet: then a rotation must be forced. */
  is_ready: boolean
  /** Until when the current key would verify. */
  verifies_until: string
}
