import type { NewClientSecret } from '@gatehouse/data-access'
import { ownSecret, randomSecret, secretRow } from '../../registration/client-secret.js'
import { line, wholeNumber } from '../../registration/values.js'
import type { Given } from '../given.js'

const DAY_MS = 86_400_000

/** A secret on its way into the database, and in clear when it was made here: to be shown once. */
export interface FreshSecret {
  row: NewClientSecret
  /** Absent when whoever registers gave the secret and knows it. */
  clear?: string
}

/** The secret of the line, or 256 random bits. */
export function freshSecret(given: Given, now: Date): FreshSecret {
  const own = given.one('secret', ownSecret)
  const secret = own ?? randomSecret()
  const days = given.one('expires-in-days', wholeNumber(1, 3650))
  const expiresAt = days === undefined ? undefined : new Date(now.getTime() + days * DAY_MS)
  const row = secretRow(secret, { name: given.one('label', line(100)), expiresAt }, now)
  return own === undefined ? { row, clear: secret } : { row }
}
