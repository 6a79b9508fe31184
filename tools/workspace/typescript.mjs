import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inWorkspace } from './paths.mjs'

/**
 * Imports one TypeScript file that no build leaves as a module of its own. It may import packages, but no other file.
 * @param {string} path relative to the workspace
 * @returns {Promise<Record<string, any>>}
 */
export async function importTypeScript(path) {
  const { transformFile } = await import('@swc/core')
  const { code } = await transformFile(inWorkspace(path), {
    configFile: inWorkspace('.swcrc'),
    sourceMaps: false,
  })
  const compiled = inWorkspace('dist', 'tools', join(dirname(path), `${basename(path, '.ts')}.mjs`))
  mkdirSync(dirname(compiled), { recursive: true })
  writeFileSync(compiled, code)
  return import(pathToFileURL(compiled).href)
}
