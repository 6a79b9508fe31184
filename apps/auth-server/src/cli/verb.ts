import type { ClientStore, ConfigurationStore, ResourceStore, UserStore } from '@gatehouse/data-access'
import type { Options } from 'yargs'
import type { PasswordHashing } from '../identity/password-hash.js'
import type { Given } from './given.js'
import type { Report } from './report.js'

/** What a command works with. */
export interface CommandContext {
  clients: ClientStore
  users: UserStore
  resources: ResourceStore
  configuration: ConfigurationStore
  now: Date
  /** @throws BrokenSettings when the environment does not say */
  passwordHashing: () => PasswordHashing
  /** All of standard input. */
  readInput: () => Promise<string>
}

/** One thing that can be done: `client add`, `user disable LOGIN`. */
export interface Verb {
  name: string
  /** The one word that stands after the verb, such as a client's id. */
  argument?: { name: string; description: string }
  summary: string
  options: Readonly<Record<string, Options>>
  /** Lines without `npm run <noun> --`, each with what it does. */
  examples: readonly (readonly [line: string, what: string])[]
  /**
   * Validates everything, then changes, then reports.
   *
   * @param argument the word after the verb; empty when the verb has none
   * @throws Refused when nothing was changed
   */
  run(given: Given, context: CommandContext, argument: string): Promise<Report>
}

/** What verbs are about: clients, people, resources, or clients and resources as one file. */
export interface Noun {
  name: 'client' | 'user' | 'resource' | 'gatehouse'
  about: string
  verbs: readonly Verb[]
}

/** An option that takes a value. */
export function valueOption(description: string): Options {
  return { type: 'string', requiresArg: true, description }
}

/** An option that may stand on the line several times. */
export function listOption(description: string): Options {
  return { type: 'array', string: true, requiresArg: true, description }
}

/** An option that is there or not. */
export function flagOption(description: string): Options {
  return { type: 'boolean', description }
}

/** The option of every verb. */
export const JSON_OPTION = { json: flagOption('Print one JSON object and nothing else') } as const
