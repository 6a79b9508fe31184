import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isFresh, markFresh } from '../../tools/workspace/freshness.mjs'
import { inWorkspace } from '../../tools/workspace/paths.mjs'
import { run, step } from '../../tools/workspace/step.mjs'

/** Installs the peers into bench/, where the product does not see them, unless they are there. */
export async function installPeers() {
  const lock = createHash('sha256')
    .update(readFileSync(inWorkspace('bench', 'package-lock.json')))
    .digest('base64url')
  if (isFresh('bench', lock)) return
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const shell = process.platform === 'win32'
  await step('installing the peers', () => run('npm ci', 'npm', args, { cwd: inWorkspace('bench'), shell }))
  markFresh('bench', lock, ['bench/node_modules/.package-lock.json'])
}
