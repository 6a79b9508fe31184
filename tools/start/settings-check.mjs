import { inWorkspace } from '../workspace/paths.mjs'
import { Failure } from '../workspace/step.mjs'
import { importTypeScript } from '../workspace/typescript.mjs'

/**
 * Reads an app's settings as the app itself does.
 * @typedef {(env: NodeJS.ProcessEnv) => unknown} Reader throws with one problem in each line, or between semicolons
 */

/** @returns {Promise<Record<string, Reader>>} by the name of the app, which must be built */
export async function settingsReaders() {
  const ofServer = async (/** @type {string} */ app) => {
    const { Settings } = await import(inWorkspace('apps', app, 'dist', 'config', 'settings.js'))
    return (/** @type {NodeJS.ProcessEnv} */ env) => Settings.parse(env)
  }
  const { parseSettings } = await importTypeScript('apps/admin-console/src/config/settings.ts')
  return {
    'auth-server': await ofServer('auth-server'),
    'resource-api': await ofServer('resource-api'),
    'admin-console': parseSettings,
  }
}

/**
 * Refuses to start where an app would: with everything that is missing or wrong, of all apps, in one list.
 * @param {import('./managed-process.mjs').ProcessPlan[]} plans
 * @throws {Failure}
 */
export async function requireSettings(plans) {
  const problems = settingsProblems(plans, await settingsReaders())
  if (problems.length === 0) return
  throw new Failure(
    [
      'Settings are missing or wrong; docs/configuration.md explains them:',
      ...problems.map((line) => `  ${line}`),
    ].join('\n'),
  )
}

/**
 * @param {Pick<import('./managed-process.mjs').ProcessPlan, 'name' | 'env'>[]} plans
 * @param {Record<string, Reader>} readerOf
 * @returns {string[]} one line for each problem, with the apps that have it
 */
export function settingsProblems(plans, readerOf) {
  /** @type {Map<string, string[]>} */
  const appsByProblem = new Map()
  for (const { name, env } of plans) {
    for (const problem of complaintsOf(() => readerOf[name]?.(env))) {
      appsByProblem.set(problem, [...(appsByProblem.get(problem) ?? []), name])
    }
  }
  return [...appsByProblem].map(([problem, apps]) => `${problem} (${apps.join(', ')})`)
}

/** @param {() => unknown} read @returns {string[]} */
function complaintsOf(read) {
  try {
    read()
    return []
  } catch (error) {
    const isComplaint = error instanceof Error && ['BrokenSettings', 'SettingsError'].includes(error.name)
    if (!isComplaint) throw error
    return error.message.split(/\n|; /)
  }
}
