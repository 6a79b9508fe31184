import yargs, { type Argv } from 'yargs'
import { clientNoun } from './client/client-noun.js'
import { configurationNoun } from './configuration/configuration-noun.js'
import { Given } from './given.js'
import { UsageError } from './usage-error.js'
import { resourceNoun } from './resource/resource-noun.js'
import { userNoun } from './user/user-noun.js'
import type { Noun, Verb } from './verb.js'

/** What the line asks for: a page of help, or a verb with its options. */
export type CommandLine = { help: string } | { verb: Verb; given: Given; argument: string; json: boolean }

/** Everything that can be registered from the command line. */
export const NOUNS: readonly Noun[] = [clientNoun, userNoun, resourceNoun, configurationNoun]

/**
 * Reads the line; changes nothing, connects to nothing.
 *
 * @param words what stands after the program's name
 * @param width characters in a line of help
 * @throws UsageError for an unknown noun, verb or option, and for a missing argument
 */
export async function parseCommandLine(words: readonly string[], width: number): Promise<CommandLine> {
  const [name, ...rest] = words
  const noun = NOUNS.find((candidate) => candidate.name === name)
  if (!noun) {
    const known = NOUNS.map((candidate) => candidate.name).join(', ')
    throw new UsageError(`Say what it is about: ${known}.`, 'npm run client -- --help')
  }
  let chosen: CommandLine | undefined
  let help = ''
  const parser = nounParser(noun, rest, width, (command) => {
    chosen = command
  })
  await parser.parseAsync(rest, {}, (_error, _options, output) => {
    help = output
  })
  return chosen ?? { help }
}

function nounParser(
  noun: Noun,
  words: readonly string[],
  width: number,
  choose: (command: CommandLine) => void,
): Argv {
  const program = `npm run ${noun.name} --`
  const parser = yargs()
    .scriptName(program)
    .usage(`${program} <what to do> [options]\n\n${noun.about}`)
    .locale('en')
    .version(false)
    .help()
    .alias('help', 'h')
    .wrap(width)
    .exitProcess(false)
    .parserConfiguration({
      'camel-case-expansion': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .strict()
    .demandCommand(1, 'Say what to do.')
    .fail((message: string | null, error: Error | undefined) => {
      throw usageError(noun, words[0], message ?? error?.message ?? 'The line cannot be read.')
    })
  for (const verb of noun.verbs) addVerb(parser, verb, program, choose)
  return parser
}

function addVerb(parser: Argv, verb: Verb, program: string, choose: (command: CommandLine) => void): void {
  const { argument } = verb
  parser.command(
    argument ? `${verb.name} <${argument.name}>` : verb.name,
    verb.summary,
    (line) => {
      line.usage(usage(verb, program)).epilogue(examples(verb, program))
      if (argument) line.positional(argument.name, { type: 'string', description: argument.description })
      return line.options(verb.options)
    },
    (options: Record<string, unknown>) => {
      const word = argument && options[argument.name]
      choose({
        verb,
        given: new Given(options),
        // yargs reads a lone - as an empty text.
        argument: typeof word === 'string' ? word || '-' : '',
        json: options['json'] === true,
      })
    },
  )
}

function usage({ name, argument, summary, options }: Verb, program: string): string {
  const line = `${program} ${name}${argument ? ` <${argument.name}>` : ''} [options]`
  const repeatable = Object.values(options).some(({ type }) => type === 'array')
  return `${line}\n\n${summary}.${repeatable ? ' What is marked [array] may be given several times.' : ''}`
}

function examples({ examples }: Verb, program: string): string {
  const lines = examples.map(([line, what]) => `  # ${what}\n  ${program} ${line}`)
  return lines.length === 0 ? '' : `Examples:\n${lines.join('\n')}`
}

/** Says it about the verb, where there is one. */
function usageError(noun: Noun, word: string | undefined, message: string): UsageError {
  const verb = noun.verbs.find(({ name }) => name === word)
  const missing = verb?.argument && message.startsWith('Not enough non-option arguments')
  return new UsageError(
    missing ? `Say which one: <${verb.argument?.name ?? ''}> is missing.` : message,
    `npm run ${noun.name} --${verb ? ` ${verb.name}` : ''} --help`,
  )
}
