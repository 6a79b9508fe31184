import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { prepare } from './prepare.mjs'
import { inWorkspace, workspaceRoot } from './workspace/paths.mjs'
import { entry } from './workspace/step.mjs'

/*
 * `npm test`: every rule, store and journey, with nothing running before. Arguments go to Jest:
 * `npm test -- libs/protocol`, `npm test -- -t "RFC 7636"`.
 */

/** Native ES modules in Jest still need a flag of Node, and Node warns of it in every worker. */
const NODE_FLAGS = '--experimental-vm-modules --disable-warning=ExperimentalWarning'

/** @param {string[]} args @returns {Promise<number>} Jest's exit code */
function jest(args) {
  const workers = Math.max(2, availableParallelism() - 1)
  const script = inWorkspace('node_modules', 'jest', 'bin', 'jest.js')
  const child = spawn(process.execPath, [script, `--maxWorkers=${workers}`, ...args], {
    cwd: workspaceRoot,
    stdio: 'inherit',
    env: { ...process.env, NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} ${NODE_FLAGS}`.trim() },
  })
  process.on('SIGINT', () => {}) // the terminal interrupts Jest too, which then ends by itself
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}

await entry(async () => {
  await prepare()
  return jest(process.argv.slice(2))
})
