import { BadValue } from '../registration/refusals.js'
import type { Given } from './given.js'
import type { CommandContext } from './verb.js'

/** Options whose value others can read: in the list of processes, and in the history of the shell. */
const READABLE = ['secret', 'password'] as const

/** What a person gave, and by which option: `--secret` or `--secret-stdin`. */
export interface SecretInput {
  text: string
  option: string
}

/** The value of `--<name>`, or the line on standard input with `--<name>-stdin`; undefined when neither is there. */
export async function secretInput(
  name: (typeof READABLE)[number],
  given: Given,
  { readInput }: Pick<CommandContext, 'readInput'>,
): Promise<SecretInput | undefined> {
  const fromInput = `${name}-stdin`
  if (given.flag(fromInput) === true) {
    return { text: (await readInput()).replace(/\r?\n$/u, ''), option: fromInput }
  }
  const text = given.one(name, (value) => value)
  return text === undefined ? undefined : { text, option: name }
}

/** What `read` makes of it; a refusal names the option that it came by. @throws BadValue */
export function checkedSecret({ text, option }: SecretInput, read: (text: string) => string): string {
  try {
    return read(text)
  } catch (error) {
    throw error instanceof BadValue ? new BadValue(error.problem, option) : error
  }
}

/** One sentence for each option on the line that shows what should stay secret. */
export function readableSecretWarnings(given: Given): string[] {
  return READABLE.filter((name) => given.has(name)).map(
    (name) =>
      `--${name} can be read in the list of processes and in the history of the shell; --${name}-stdin reads it from standard input.`,
  )
}
