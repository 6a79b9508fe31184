import { randomBytes } from 'node:crypto'
import { PASSWORD_LENGTH, passwordProblem, type PasswordProblem } from '../identity/password-rules.js'
import { BadValue } from './refusals.js'

const RANDOM_BYTES = 15

const PROBLEMS: Record<PasswordProblem, string> = {
  too_short: `must have at least ${PASSWORD_LENGTH.least} characters`,
  too_long: `must have at most ${PASSWORD_LENGTH.most} characters`,
  common: 'is one of the most common passwords',
}

/** A password that the server's own pages would take. The refusal does not repeat it. @throws BadValue */
export function takenPassword(text: string): string {
  const problem = passwordProblem(text)
  if (problem !== undefined) throw new BadValue(PROBLEMS[problem])
  return text
}

/** 120 random bits, to be shown once. */
export function randomPassword(): string {
  return randomBytes(RANDOM_BYTES).toString('base64url')
}
