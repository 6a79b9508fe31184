import { createHmac } from 'node:crypto'
import bcrypt from 'bcrypt'

/** What a stored password depends on beside itself. */
export interface PasswordHashing {
  /** The server's pepper: a dump without it cannot be guessed against. */
  pepper: string
  /** bcrypt cost; each step doubles the time. */
  cost: number
}

/**
 * bcrypt over HMAC-SHA-256 with the pepper, in base64: 44 characters whatever the password, so that none is cut at
 * bcrypt's 72 bytes. Unicode is normalised (NFKC), so that one password typed on two keyboards is the same.
 *
 * @see NIST SP 800-63B §5.1.1.2
 */
export function hashPassword(password: string, { pepper, cost }: PasswordHashing): Promise<string> {
  return bcrypt.hash(peppered(password, pepper), cost)
}

/** True when the password made the hash. */
export function passwordMatches(password: string, hash: string, pepper: string): Promise<boolean> {
  return bcrypt.compare(peppered(password, pepper), hash)
}

function peppered(password: string, pepper: string): string {
  return createHmac('sha256', pepper).update(password.normalize('NFKC'), 'utf8').digest('base64')
}
