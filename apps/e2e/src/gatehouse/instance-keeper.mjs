import { spawn } from 'node:child_process'
import { openSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'

/*
 * Keeps one instance for the journeys of a test run: `node instance-keeper.mjs <folder> <pid of the run>`. Starts it
 * the way `npm start` does, on free ports and with everything in the folder; ends it when the run has ended, and then
 * removes the folder.
 */

const POLL_MILLISECONDS = 250
const WORKSPACE = resolve(import.meta.dirname, '../../../..')
const SETTINGS_OF_OTHERS = /^(GATEHOUSE_|JEST_|DATABASE_URL|REDIS_URL|NODE_ENV|NODE_OPTIONS)/

const [folder = '', runPid = ''] = process.argv.slice(2)
const inherited = Object.entries(process.env).filter(([name]) => !SETTINGS_OF_OTHERS.test(name))
const log = openSync(join(folder, 'start.log'), 'w')
const instance = spawn(process.execPath, [join(WORKSPACE, 'tools', 'start.mjs')], {
  cwd: WORKSPACE,
  env: {
    ...Object.fromEntries(inherited),
    GATEHOUSE_HOME: join(folder, 'home'),
    GATEHOUSE_PORT: '0',
    GATEHOUSE_BANK_PORT: '0',
    GATEHOUSE_CONSOLE_PORT: '0',
  },
  stdio: ['ignore', log, log],
})

function runHasEnded() {
  try {
    return !process.kill(Number(runPid), 0)
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

const watch = setInterval(() => runHasEnded() && instance.kill('SIGTERM'), POLL_MILLISECONDS)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => instance.kill('SIGTERM'))
instance.once('close', () => {
  clearInterval(watch)
  if (!runHasEnded()) writeFileSync(join(folder, 'ended'), '')
  else rmSync(folder, { recursive: true, force: true })
})
