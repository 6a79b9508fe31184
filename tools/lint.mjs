import { nx, prepare } from './prepare.mjs'
import { inWorkspace } from './workspace/paths.mjs'
import { entry, Failure, runNode, step } from './workspace/step.mjs'

/*
 * `npm run lint`: every check that needs no running server. All of them run, whichever fails; what failed is shown in full.
 * `npm run lint -- --fix` lets Prettier and ESLint mend what they can.
 */

const fix = process.argv.includes('--fix')
const modules = (/** @type {string[]} */ ...path) => inWorkspace('node_modules', ...path)

/** The boundary rule reads the project graph that Nx wrote last, and is silent where there is none. */
async function eslint() {
  await nx('The project graph', ['show', 'projects'])
  const args = ['--max-warnings=0', ...(fix ? ['--fix'] : []), '.']
  const output = await runNode('ESLint', [modules('eslint', 'bin', 'eslint.js'), ...args])
  if (output.includes('rule will be skipped')) throw new Failure('ESLint found no project graph.', output)
}

/** @type {[title: string, check: () => Promise<unknown>][]} */
const checks = [
  [
    'formatting',
    () =>
      runNode('Prettier', [
        modules('prettier', 'bin', 'prettier.cjs'),
        fix ? '--write' : '--check',
        '--log-level=warn',
        '.',
      ]),
  ],
  ['types', () => nx('The type check', ['run-many', '--targets=typecheck', '--output-style=static'])],
  ['ESLint and project boundaries', eslint],
  [
    'folder boundaries',
    () =>
      runNode('dependency-cruiser', [
        modules('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
        '--config=.dependency-cruiser.mjs',
        ...['apps', 'libs', 'prisma', 'tools'],
      ]),
  ],
  ['house rules', () => runNode('The house check', [inWorkspace('tools', 'lint', 'house-check.mjs')])],
  [
    'dead code',
    () => runNode('knip', [modules('knip', 'bin', 'knip.js'), '--no-progress', '--no-config-hints']),
  ],
]

await entry(async () => {
  await prepare({ console: false })
  let failed = 0
  for (const [title, check] of checks) {
    try {
      await step(title, check)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      failed += 1
      process.stdout.write(`${error.output ?? ''}${error.message}\n\n`)
    }
  }
  process.stdout.write(
    failed === 0 ? 'Every check passed.\n' : `${failed} of ${checks.length} checks failed.\n`,
  )
  return failed === 0 ? 0 : 1
})
