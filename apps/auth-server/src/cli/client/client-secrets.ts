import type { NewClientSecret } from '@gatehouse/data-access'
import { ownSecret, randomSecret, secretRow } from '../../registration/client-secret.js'
import { line, wholeNumber } from '../../registration/values.js'
import type { Given } from '../given.js'
import { checkedSecret, secretInput } from '../secret-input.js'
import type { CommandContext } from '../verb.js'

const DAY_MS = 86_400_000

/** A secret on its way into the database, and in clear when it was made here: to be shown once. */
export interface FreshSecret {
  row: NewClientSecret
  /** Absent when whoever registers gave the secret and knows it. */
  clear?: string
}

/**
 * The secret of the line or of standard input, or 256 random bits.
 *
 * @throws BadValue for one that could be guessed, or that RFC 6749 Appendix A.2 does not allow
 */
export async function freshSecret(
  given: Given,
  { now, readInput }: Pick<CommandContext, 'now' | 'readInput'>,
): Promise<FreshSecret> {
  const own = await secretInput('secret', given, { readInput })
  const secret = own === undefined ? randomSecret() : checkedSecret(own, ownSecret)
  const days = given.one('expires-in-days', wholeNumber(1, 3650))
  const expiresAt = days === undefined ? undefined : new Date(now.getTime() + days * DAY_MS)
  const row = secretRow(secret, { name: given.one('label', line(100)), expiresAt }, now)
  return own === undefined ? { row, clear: secret } : { row }
}
