import { hashPassword } from '../../identity/password-hash.js'
import { randomPassword, takenPassword } from '../../registration/new-password.js'
import type { Given } from '../given.js'
import { checkedSecret, secretInput } from '../secret-input.js'
import type { CommandContext } from '../verb.js'

/** A password on its way into the database, and in clear when it was made here: to be shown once. */
export interface FreshPassword {
  hash: string
  /** Absent when whoever registers gave the password and knows it. */
  clear?: string
}

/**
 * The password of the line or of standard input, else a random one; hashed as the server does.
 *
 * @throws BadValue for one that the server's own pages would refuse
 */
export async function freshPassword(
  given: Given,
  { passwordHashing, readInput }: Pick<CommandContext, 'passwordHashing' | 'readInput'>,
): Promise<FreshPassword> {
  const hashing = passwordHashing()
  const own = await secretInput('password', given, { readInput })
  const password = own === undefined ? randomPassword() : checkedSecret(own, takenPassword)
  const hash = await hashPassword(password, hashing)
  return own === undefined ? { hash, clear: password } : { hash }
}
