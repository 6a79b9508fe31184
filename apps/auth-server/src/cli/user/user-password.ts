import { hashPassword } from '../../identity/password-hash.js'
import { Given } from '../given.js'
import { randomPassword, takenPassword } from '../../registration/new-password.js'
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
  const option = given.flag('password-stdin') === true ? 'password-stdin' : 'password'
  const typed =
    option === 'password-stdin' ? new Given({ [option]: (await readInput()).replace(/\r?\n$/u, '') }) : given
  const own = typed.one(option, takenPassword)
  const password = own ?? randomPassword()
  const hash = await hashPassword(password, hashing)
  return own === undefined ? { hash, clear: password } : { hash }
}
