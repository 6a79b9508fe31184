import { consoleSettings } from './environment'
import { SettingsError } from './settings'

/** Ends the process with status 1 and one line when a setting is missing or wrong. */
export function checkSettings(): void {
  try {
    consoleSettings()
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    process.stderr.write(`admin-console: cannot start: ${error.message}\n`)
    process.exit(1)
  }
}
