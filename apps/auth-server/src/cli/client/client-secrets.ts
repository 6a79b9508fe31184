import { randomBytes } from 'node:crypto'
import type { NewClientSecret } from '@gatehouse/data-access'
import { sha256 } from '@gatehouse/protocol'
import type { Given } from '../given.js'
import { BadValue } from '../refusals.js'
import { secretInput, type SecretInput } from '../secret-input.js'
import { line, wholeNumber } from '../values.js'
import type { CommandContext } from '../verb.js'

const LEAST_CHARACTERS = 32
const HINT_CHARACTERS = 4
const DAY_MS = 86_400_000

/** A secret on its way into the database, and in clear when it was made here: to be shown once. */
export interface FreshSecret {
  row: NewClientSecret
  /** Absent when whoever registers gave the secret and knows it. */
  clear?: string
}

/** True for the methods that need a secret (RFC 6749 §2.3.1). */
export function needsSecret(authMethod: string): boolean {
  return authMethod === 'client_secret_basic' || authMethod === 'client_secret_post'
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
  if (own !== undefined) requireStrong(own)
  const secret = own?.text ?? randomBytes(32).toString('base64url')
  const days = given.one('expires-in-days', wholeNumber(1, 3650))
  const row: NewClientSecret = {
    name: given.one('label', line(100)) ?? `of ${now.toISOString().slice(0, 10)}`,
    digest: sha256(secret),
    hint: secret.slice(0, HINT_CHARACTERS),
    ...(days === undefined ? {} : { expiresAt: new Date(now.getTime() + days * DAY_MS) }),
  }
  return own === undefined ? { row, clear: secret } : { row }
}

/** Only a digest is kept, so a short secret could be guessed from it. @see RFC 6749 Appendix A.2 */
function requireStrong({ text, option }: SecretInput): void {
  if (!/^[\x20-\x7e]*$/u.test(text)) {
    throw new BadValue('must be printable ASCII (RFC 6749 Appendix A.2)', option)
  }
  if (text.length < LEAST_CHARACTERS) {
    throw new BadValue(
      `must have at least ${LEAST_CHARACTERS} characters; leave it out for a random one`,
      option,
    )
  }
}
