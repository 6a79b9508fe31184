import { randomBytes } from 'node:crypto'
import { hashPassword } from '../../identity/password-hash.js'
import { PASSWORD_LENGTH, passwordProblem, type PasswordProblem } from '../../identity/password-rules.js'
import type { Given } from '../given.js'
import { BadValue } from '../../registration/refusals.js'
import { secretInput } from '../secret-input.js'
import type { CommandContext } from '../verb.js'

/** A password on its way into the database, and in clear when it was made here: to be shown once. */
export interface FreshPassword {
  hash: string
  /** Absent when whoever registers gave the password and knows it. */
  clear?: string
}

const RANDOM_BYTES = 15

const PROBLEMS: Record<PasswordProblem, string> = {
  too_short: `must have at least ${PASSWORD_LENGTH.least} characters`,
  too_long: `must have at most ${PASSWORD_LENGTH.most} characters`,
  common: 'is one of the most common passwords',
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
  const problem = own === undefined ? undefined : passwordProblem(own.text)
  if (problem !== undefined) throw new BadValue(PROBLEMS[problem], own?.option)
  const password = own?.text ?? randomBytes(RANDOM_BYTES).toString('base64url')
  const hash = await hashPassword(password, hashing)
  return own === undefined ? { hash, clear: password } : { hash }
}
