import { randomBytes } from 'node:crypto'
import type { NewClientSecret } from '@gatehouse/data-access'
import { sha256 } from '@gatehouse/protocol'
import { BadValue } from './refusals.js'

const LEAST_CHARACTERS = 32
const HINT_CHARACTERS = 4

/** True for the methods that need a secret (RFC 6749 §2.3.1). */
export function needsSecret(authMethod: string): boolean {
  return authMethod === 'client_secret_basic' || authMethod === 'client_secret_post'
}

/** 256 random bits. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** A secret as it is kept. */
export function secretRow(
  secret: string,
  given: { name: string | undefined; expiresAt: Date | undefined },
  now: Date,
): NewClientSecret {
  return {
    name: given.name ?? `of ${now.toISOString().slice(0, 10)}`,
    digest: sha256(secret),
    hint: secret.slice(0, HINT_CHARACTERS),
    ...(given.expiresAt === undefined ? {} : { expiresAt: given.expiresAt }),
  }
}

/** Only a digest is kept, so a short secret could be guessed from it. @see RFC 6749 Appendix A.2 */
export function ownSecret(text: string): string {
  if (!/^[\x20-\x7e]*$/u.test(text)) throw new BadValue('must be printable ASCII (RFC 6749 Appendix A.2)')
  if (text.length < LEAST_CHARACTERS) {
    throw new BadValue(`must have at least ${LEAST_CHARACTERS} characters; leave it out for a random one`)
  }
  return text
}
