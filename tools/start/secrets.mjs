import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Failure } from '../workspace/step.mjs'
import { given } from './settings.mjs'

/** Every secret of an instance, with the number of random bytes that a local one is made of. */
const SECRET_BYTES = {
  GATEHOUSE_KEY_ENCRYPTION_KEY: 32,
  GATEHOUSE_PASSWORD_PEPPER: 32,
  GATEHOUSE_COOKIE_SECRET: 32,
  GATEHOUSE_CONSOLE_SECRET: 32,
  GATEHOUSE_CONSOLE_CLIENT_SECRET: 32,
  GATEHOUSE_BANK_CLIENT_SECRET: 32,
  GATEHOUSE_DEMO_CLIENT_SECRET: 32,
  GATEHOUSE_DEMO_PASSWORD: 12,
}

/** @typedef {keyof typeof SECRET_BYTES} SecretName */
/** @typedef {Partial<Record<SecretName, string>>} Secrets */

export const SECRET_NAMES = /** @type {SecretName[]} */ (Object.keys(SECRET_BYTES))

/**
 * The secrets of an instance: what the environment gives; for local use also what earlier starts made, and new
 * ones for what is still missing, kept in `secrets.json` for the next start. In production nothing is made: the
 * app that misses a secret says so.
 * @param {{ home: string, production: boolean }} settings
 * @param {NodeJS.ProcessEnv} env
 * @returns {Secrets}
 */
export function loadSecrets({ home, production }, env) {
  /** @type {Secrets} */
  const fromEnvironment = {}
  for (const name of SECRET_NAMES) {
    const value = given(env, name)
    if (value) fromEnvironment[name] = value
  }
  if (production) return fromEnvironment

  const file = join(home, 'secrets.json')
  const kept = readKept(file)
  const missing = SECRET_NAMES.filter((name) => !kept[name] && !fromEnvironment[name])
  for (const name of missing) kept[name] = randomBytes(SECRET_BYTES[name]).toString('base64url')
  if (missing.length > 0) writePrivately(file, kept)
  return { ...kept, ...fromEnvironment }
}

/** @param {string} file @returns {Secrets} */
function readKept(file) {
  if (!existsSync(file)) return {}
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new Failure(
      `${file} cannot be read. Without it what it sealed is lost: restore it, or remove its folder.`,
    )
  }
}

/**
 * Writes JSON that only its owner may read, whole or not at all.
 * @param {string} file @param {unknown} value
 */
export function writePrivately(file, value) {
  mkdirSync(dirname(file), { recursive: true, mode: 0o711 })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, file)
}
