import { mkdirSync, writeFileSync } from 'node:fs'
import { prepare } from './prepare.mjs'
import { inWorkspace } from './workspace/paths.mjs'
import { entry } from './workspace/step.mjs'

/*
 * `npm run docs:generate`: writes the documents that are made from the code, so that they cannot drift from it.
 */

await entry(async () => {
  await prepare({ console: false })
  // These need the packages, which are there by now.
  const { appSettings, configurationPage } = await import('./configuration-page.mjs')
  write('docs/configuration.md', configurationPage(await appSettings()))
  const { commandLinePage } = await import(inWorkspace('apps/auth-server/dist/cli/command-line-page.js'))
  write('docs/command-line.md', await commandLinePage())
  const { openApiFile } = await import(inWorkspace('apps/auth-server/dist/open-api-file.js'))
  write('docs/openapi/admin.json', await openApiFile())
  const { rfcMatrixPage } = await import('./rfc-matrix.mjs')
  write('docs/rfc-matrix.md', rfcMatrixPage())
})

/** @param {string} path relative to the workspace @param {string} content */
function write(path, content) {
  mkdirSync(inWorkspace(path, '..'), { recursive: true })
  writeFileSync(inWorkspace(path), content)
  process.stdout.write(`  wrote ${path}\n`)
}
