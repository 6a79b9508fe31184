import { mkdirSync, writeFileSync } from 'node:fs'
import { prepare } from './prepare.mjs'
import { inWorkspace } from './workspace/paths.mjs'
import { entry } from './workspace/step.mjs'

/*
 * `npm run docs:generate`: writes the documents that are made from the code, so that they cannot drift from it.
 */

await entry(async () => {
  await prepare({ console: false })
  const fromServer = (/** @type {string} */ file) => import(inWorkspace('apps/auth-server/dist', file))
  const { configurationPage } = await fromServer('config/configuration-page.js')
  const { environmentSchema } = await fromServer('config/environment.js')
  write('docs/configuration.md', configurationPage(environmentSchema))
  const { commandLinePage } = await fromServer('cli/command-line-page.js')
  write('docs/command-line.md', await commandLinePage())
  const { rfcMatrixPage } = await import('./rfc-matrix.mjs') // needs the packages, which are there by now
  write('docs/rfc-matrix.md', rfcMatrixPage())
})

/** @param {string} path relative to the workspace @param {string} content */
function write(path, content) {
  mkdirSync(inWorkspace(path, '..'), { recursive: true })
  writeFileSync(inWorkspace(path), content)
  process.stdout.write(`  wrote ${path}\n`)
}
