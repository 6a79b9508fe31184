import {
  AuditStore,
  ClientStore,
  ConfigurationStore,
  Database,
  ResourceStore,
  UserStore,
} from '@gatehouse/data-access'
import type { CliSettings } from '../config/cli-settings.js'
import { NOUNS, parseCommandLine } from './command-line.js'
import { Refused } from '../registration/refusals.js'
import { UsageError } from './usage-error.js'
import { factSheet, type Report } from './report.js'
import { readableSecretWarnings } from './secret-input.js'
import type { CommandContext } from './verb.js'

/** Where the command line stands: what it reads and where it writes. */
export interface Surroundings {
  now: Date
  /** Characters in a line of the terminal. */
  width: number
  /** @throws BrokenSettings; asked only when there is something to do */
  settings: () => CliSettings
  readInput: () => Promise<string>
  /** Standard output, line by line. */
  print: (text: string) => void
  /** Standard error, line by line. */
  warn: (text: string) => void
}

/**
 * Does what the line says.
 *
 * @returns the exit code: 0 done, 1 refused with nothing changed, 2 the line itself makes no sense
 * @throws BrokenSettings, DatabaseUnreachable
 */
export async function runCommandLine(
  words: readonly string[],
  surroundings: Surroundings,
): Promise<0 | 1 | 2> {
  const { print, warn, width } = surroundings
  try {
    if (words.length === 0 || ['--help', '-h', 'help'].includes(words[0] ?? '')) {
      print(
        `What can be registered:\n${NOUNS.map(({ name, about }) => `  npm run ${name} -- --help\n    ${about}`).join('\n')}`,
      )
      return words.length === 0 ? 2 : 0
    }
    const command = await parseCommandLine(words, width)
    if ('help' in command) {
      print(command.help)
      return 0
    }
    const report = await inDatabase(surroundings, (context) =>
      command.verb.run(command.given, context, command.argument),
    )
    const warnings = [...(report.warnings ?? []), ...readableSecretWarnings(command.given)]
    for (const warning of warnings) warn(`Warning: ${warning}`)
    print(command.json ? JSON.stringify(report.facts) : asText(report))
    return 0
  } catch (error) {
    if (error instanceof UsageError) {
      warn(`${error.message}\n${error.helpLine}`)
      return 2
    }
    if (!(error instanceof Refused)) throw error
    warn(error.message)
    return 1
  }
}

/** Runs the work on its own connections; what it changed goes into the audit log. */
async function inDatabase(
  { settings: readSettings, now, readInput }: Surroundings,
  work: (context: CommandContext) => Promise<Report>,
): Promise<Report> {
  const settings = readSettings()
  const database = await Database.connect({
    url: settings.databaseUrl,
    poolSize: 2,
    applicationName: 'gatehouse-cli',
  })
  try {
    const report = await work({
      clients: new ClientStore(database),
      users: new UserStore(database),
      resources: new ResourceStore(database),
      configuration: new ConfigurationStore(database),
      now,
      passwordHashing: () => settings.passwordHashing(),
      readInput,
    })
    if (report.event) {
      const { detail, ...event } = report.event
      const by = { by: 'command line', ...detail }
      await new AuditStore(database).append([{ at: now, outcome: 'success', ...event, detail: by }])
    }
    return report
  } finally {
    await database.close()
  }
}

function asText({ headline, facts, text }: Report): string {
  return [headline, text ?? factSheet(facts)].filter(Boolean).join('\n\n')
}
