import { mkdirSync, writeFileSync } from 'node:fs'
import { prepare } from './prepare.mjs'
import { inWorkspace } from './workspace/paths.mjs'
import { entry } from './workspace/step.mjs'
import { importTypeScript } from './workspace/typescript.mjs'

/*
 * `npm run docs:generate`: writes the documents that are made from the code, so that they cannot drift from it.
 */

await entry(async () => {
  await prepare({ console: false })
  // These need the packages, which are there by now.
  const { configurationPage, SECTIONS } = await import('./configuration-page.mjs')
  const ofServer = (/** @type {string} */ app) =>
    import(inWorkspace('apps', app, 'dist/config/environment.js'))
  const modules = {
    'auth-server': await ofServer('auth-server'),
    'resource-api': await ofServer('resource-api'),
    'admin-console': await importTypeScript('apps/admin-console/src/config/settings.ts'),
  }
  const sections = Object.entries(modules).map(([app, { environmentSchema: schema }]) => ({
    ...SECTIONS[/** @type {keyof typeof SECTIONS} */ (app)],
    schema,
  }))
  write('docs/configuration.md', configurationPage(sections))
  const { commandLinePage } = await import(inWorkspace('apps/auth-server/dist/cli/command-line-page.js'))
  write('docs/command-line.md', await commandLinePage())
  const { rfcMatrixPage } = await import('./rfc-matrix.mjs')
  write('docs/rfc-matrix.md', rfcMatrixPage())
})

/** @param {string} path relative to the workspace @param {string} content */
function write(path, content) {
  mkdirSync(inWorkspace(path, '..'), { recursive: true })
  writeFileSync(inWorkspace(path), content)
  process.stdout.write(`  wrote ${path}\n`)
}
