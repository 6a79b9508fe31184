import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import path from 'node:path'

const projectRoot = path.join(import.meta.dirname, '..')

/** True when `next build` has left something to start. */
export const isBuilt = existsSync(path.join(projectRoot, '.next/BUILD_ID'))

/** The built console in a process of its own, on a free port. */
export interface RunningConsole {
  /** Where it listens, which need not be its public URL. */
  readonly localUrl: string
  /** Everything that the process wrote so far. */
  output(): string
  stop(): Promise<void>
}

/** Starts the console for `settings` and returns once it is alive. */
export async function startConsole(settings: Record<string, string>): Promise<RunningConsole> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  let output = ''
  const child = spawnConsole(port, { GATEHOUSE_CONSOLE_URL: url, ...settings })
  child.stdout?.on('data', (chunk) => (output += String(chunk)))
  child.stderr?.on('data', (chunk) => (output += String(chunk)))
  await untilAlive(url, child, () => output)
  return {
    localUrl: url,
    output: () => output,
    stop: async () => {
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

/** Starts the console where it must refuse to, and returns how it ended. */
export async function failedStart(
  settings: Record<string, string>,
): Promise<{ code: number; output: string }> {
  let output = ''
  const child = spawnConsole(await freePort(), settings)
  child.stderr?.on('data', (chunk) => (output += String(chunk)))
  const [code] = (await once(child, 'exit')) as [number]
  return { code, output }
}

function spawnConsole(port: number, settings: Record<string, string>): ChildProcess {
  const next = path.join(projectRoot, '../../node_modules/next/dist/bin/next')
  return spawn(process.execPath, [next, 'start', '-p', String(port)], {
    cwd: projectRoot,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_ENV: 'production', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function untilAlive(url: string, child: ChildProcess, output: () => string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`the console ended at start: ${output()}`)
    const answer = await fetch(`${url}/health/live`).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`the console did not answer: ${output()}`)
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
