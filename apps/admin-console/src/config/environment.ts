import 'server-only'
import { parseSettings, type ConsoleSettings } from './settings'

let settings: ConsoleSettings | undefined

/**
 * The settings of this process, parsed at the first call. A build never calls it.
 *
 * @throws {SettingsError} when a setting is missing or wrong
 */
export const consoleSettings = (): ConsoleSettings => (settings ??= parseSettings(process.env))

/** True under `next dev`, where React and the reload channel need a wider content policy. */
export const isDevelopment = (): boolean => process.env.NODE_ENV === 'development'
