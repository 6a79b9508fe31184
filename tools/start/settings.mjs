import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { workspaceRoot } from '../workspace/paths.mjs'
import { Failure } from '../workspace/step.mjs'
import { freePort } from './ports.mjs'

/**
 * @typedef {object} StartSettings
 * @property {string} home folder for what this instance keeps: secrets, data, logs, run.json; absolute
 * @property {boolean} watch rebuild and restart on change
 * @property {boolean} production secrets must be given; nothing is made up
 * @property {string | undefined} host address to listen on; absent means loopback
 * @property {{ auth: number, bank: number, console: number }} ports
 * @property {string} issuer @property {string} bankUrl @property {string} consoleUrl
 * @property {string | undefined} databaseUrl absent means the embedded PostgreSQL
 */

/**
 * A setting, or the content of the file that `<name>_FILE` names; an empty value counts as absent.
 * @param {NodeJS.ProcessEnv} env @param {string} name
 * @returns {string | undefined}
 */
export function given(env, name) {
  if (env[name]) return env[name]
  const file = env[`${name}_FILE`]
  if (!file) return undefined
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    throw new Failure(`${name}_FILE: ${file} cannot be read.`)
  }
}

/** @param {NodeJS.ProcessEnv} env @returns {string} where an instance keeps its things */
export function homeOf(env) {
  return resolve(workspaceRoot, given(env, 'GATEHOUSE_HOME') ?? '.gatehouse')
}

/**
 * @param {NodeJS.ProcessEnv} env @param {string[]} args
 * @returns {Promise<StartSettings>}
 */
export async function readSettings(env, args) {
  const unknown = args.find((arg) => arg !== '--watch')
  if (unknown) throw new Failure(`Unknown option ${unknown}. Usage: npm start [-- --watch]`)

  const ports = {
    auth: await portOf(env, 'GATEHOUSE_PORT', 4000),
    bank: await portOf(env, 'GATEHOUSE_BANK_PORT', 4001),
    console: await portOf(env, 'GATEHOUSE_CONSOLE_PORT', 4002),
  }
  return {
    home: homeOf(env),
    watch: args.includes('--watch'),
    production: env['NODE_ENV'] === 'production',
    host: given(env, 'GATEHOUSE_HOST'),
    ports,
    issuer: urlOf(env, 'GATEHOUSE_ISSUER', ports.auth),
    bankUrl: urlOf(env, 'GATEHOUSE_BANK_URL', ports.bank),
    consoleUrl: urlOf(env, 'GATEHOUSE_CONSOLE_URL', ports.console),
    databaseUrl: given(env, 'DATABASE_URL'),
  }
}

/** @param {NodeJS.ProcessEnv} env @param {string} name @param {number} fallback */
async function portOf(env, name, fallback) {
  const text = given(env, name) ?? String(fallback)
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new Failure(`${name}: "${text}" is not a port (0 to 65535).`)
  return port === 0 ? freePort() : port
}

/** @param {NodeJS.ProcessEnv} env @param {string} name @param {number} port */
function urlOf(env, name, port) {
  const text = given(env, name) ?? `http://localhost:${port}`
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new Failure(`${name}: "${text}" is not an http or https URL.`)
  }
  return text.replace(/\/$/, '')
}
