import { readdirSync, existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The top folder of the workspace, absolute. */
export const workspaceRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** @param {string[]} parts @returns {string} an absolute path inside the workspace */
export const inWorkspace = (...parts) => join(workspaceRoot, ...parts)

/** @returns {string[]} every project folder (`libs/protocol`, `apps/auth-server`, …), relative to the workspace */
export function projectFolders() {
  return ['libs', 'apps'].flatMap((parent) =>
    existsSync(inWorkspace(parent))
      ? readdirSync(inWorkspace(parent))
          .map((name) => `${parent}/${name}`)
          .filter((folder) => existsSync(inWorkspace(folder, 'package.json')))
      : [],
  )
}
