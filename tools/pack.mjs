import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { prepare } from './prepare.mjs'
import { inWorkspace } from './workspace/paths.mjs'
import { entry, run, runNode, step } from './workspace/step.mjs'

/*
 * `npm run pack`: the publishable packages as tarballs in dist/packages, as npm would take them.
 *
 * In the workspace a package shows its sources as its types; outside there are declarations beside the compiled code.
 */

/** In the order of their dependencies. */
const PACKAGES = ['token-types', 'protocol', 'guards', 'token-client']

/** @typedef {{ types?: string, default: string }} Target */
/** @typedef {{ name: string, version: string, exports: Record<string, Target>, scripts?: unknown, nx?: unknown }} Manifest */

/** @param {string} name */
async function assemble(name) {
  const source = inWorkspace('libs', name)
  const target = inWorkspace('dist', 'packages', name)
  mkdirSync(target, { recursive: true })
  cpSync(`${source}/dist`, `${target}/dist`, { recursive: true, filter: (path) => !path.endsWith('.map') })
  const tsc = inWorkspace('node_modules', 'typescript', 'bin', 'tsc')
  await runNode(`The declarations of ${name}`, [tsc, '-p', `${source}/tsconfig.declarations.json`])
  cpSync(`${source}/README.md`, `${target}/README.md`)
  cpSync(inWorkspace('LICENSE'), `${target}/LICENSE`)
  const manifest = /** @type {Manifest} */ (JSON.parse(readFileSync(`${source}/package.json`, 'utf8')))
  writeFileSync(`${target}/package.json`, `${JSON.stringify(published(manifest), null, 2)}\n`)
}

/** @param {Manifest} manifest @returns {object} the manifest for everybody else */
function published({ nx: _nx, scripts: _scripts, ...manifest }) {
  const entries = Object.entries(manifest.exports).map(([path, target]) => {
    const types = target.default.replace(/\.js$/, '.d.ts')
    return [path, { types, default: target.default }]
  })
  return { ...manifest, exports: Object.fromEntries(entries) }
}

/** @param {string} name */
async function tarball(name) {
  const args = ['pack', '--silent', '--pack-destination', inWorkspace('dist', 'packages')]
  const cwd = inWorkspace('dist', 'packages', name)
  await run(`npm pack of ${name}`, 'npm', args, { cwd, shell: process.platform === 'win32' })
}

await entry(async () => {
  await prepare({ console: false })
  rmSync(inWorkspace('dist', 'packages'), { recursive: true, force: true })
  for (const name of PACKAGES) {
    await step(`packing ${name}`, async () => {
      await assemble(name)
      await tarball(name)
    })
  }
  process.stdout.write('The packages are in dist/packages.\n')
})
