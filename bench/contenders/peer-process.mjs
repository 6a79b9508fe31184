import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Failure } from '../../tools/workspace/step.mjs'
import { freePort } from '../../tools/start/ports.mjs'
import { pinServer } from '../machine/pinning.mjs'

const KEPT_LINES = 20
const GRACE_MS = 5_000

/**
 * Starts a peer in a process of its own, in production mode, on the core for servers.
 * @param {URL} script sends one message once it serves
 * @param {Record<string, string>} env beside the little that a process needs
 * @returns {Promise<{ pid: number, port: number, facts: any, stop: () => Promise<void> }>}
 */
export async function startPeer(script, env) {
  const port = await freePort()
  const { PATH, HOME, LANG, TZ, TMPDIR } = process.env
  const child = fork(script, {
    env: { PATH, HOME, LANG, TZ, TMPDIR, NODE_ENV: 'production', BENCH_PORT: String(port), ...env },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  /** @type {string[]} */
  const lines = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      lines.push(String(chunk))
      lines.splice(0, lines.length - KEPT_LINES)
    })
  }
  const ended = once(child, 'exit')
  const failed = ended.then(([code]) => {
    throw new Failure(`${script.pathname.split('/').slice(-2).join('/')} ended (${code}).`, lines.join(''))
  })
  const [facts] = await Promise.race([once(child, 'message'), failed])
  failed.catch(() => undefined)
  const pid = child.pid ?? 0
  pinServer(pid)
  return {
    pid,
    port,
    facts,
    async stop() {
      child.kill('SIGTERM')
      const insist = setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
      await ended.catch(() => undefined)
      clearTimeout(insist)
    },
  }
}
