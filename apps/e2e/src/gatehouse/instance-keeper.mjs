import { spawn } from 'node:child_process'
import { openSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { clearInterval, setInterval } from 'node:timers'

/*
 * Keeps one instance for the journeys of a test run: `node instance-keeper.mjs <folder> <pid of the run>`. Starts it
 * the way `npm start` does, with the settings of its own environment; ends it when the run has ended, and then removes
 * the folder.
 */

const POLL_MILLISECONDS = 250
const WORKSPACE = resolve(import.meta.dirname, '../../../..')

const [folder = '', runPid = ''] = process.argv.slice(2)
const log = openSync(join(folder, 'start.log'), 'w')
const instance = spawn(process.execPath, [join(WORKSPACE, 'tools', 'start.mjs')], {
  cwd: WORKSPACE,
  stdio: ['ignore', log, log],
})

function runHasEnded() {
  try {
    return !process.kill(Number(runPid), 0)
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

const removeFolder = () => rmSync(folder, { recursive: true, force: true })

let isRunning = true
instance.once('close', () => {
  isRunning = false
  if (runHasEnded()) removeFolder()
  else writeFileSync(join(folder, 'ended'), '')
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => instance.kill('SIGTERM'))

const watch = setInterval(() => {
  if (!runHasEnded()) return
  clearInterval(watch)
  if (isRunning) instance.kill('SIGTERM')
  else removeFolder()
}, POLL_MILLISECONDS)
