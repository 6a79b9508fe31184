import 'reflect-metadata'
import { text } from 'node:stream/consumers'
import { DatabaseUnreachable } from '@gatehouse/data-access'
import { runCommandLine } from './cli/run.js'
import { Clock } from './config/clock.js'
import { CliSettings } from './config/cli-settings.js'
import { BrokenSettings } from './config/settings.js'

const WIDEST = 120
const WITHOUT_TERMINAL = 100

try {
  process.exitCode = await runCommandLine(process.argv.slice(2), {
    now: new Clock().now(),
    width: Math.min(process.stdout.columns || WITHOUT_TERMINAL, WIDEST),
    settings: () => CliSettings.fromEnvironment(),
    readInput: () => text(process.stdin),
    print: (line) => process.stdout.write(`${line}\n`),
    warn: (line) => process.stderr.write(`${line}\n`),
  })
} catch (error) {
  const known = error instanceof BrokenSettings || error instanceof DatabaseUnreachable
  process.stderr.write(`${known ? error.message : String((error as Error).stack ?? error)}\n`)
  process.exitCode = 1
}
