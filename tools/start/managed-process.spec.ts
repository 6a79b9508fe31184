import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { lastWords, readLine } from './log-lines.mjs'
import { ManagedProcess } from './managed-process.mjs'
import { freePort } from './ports.mjs'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-process-'))
})
afterEach(() => {
  rmSync(home, { recursive: true, force: true })
})

/** Writes a script that a child runs. */
function script(text: string): string {
  const file = join(home, 'child.mjs')
  writeFileSync(file, text)
  return file
}

function child(text: string, readyUrl?: string): ManagedProcess {
  const { NODE_OPTIONS: _, ...env } = process.env
  return new ManagedProcess(
    { name: 'child', script: script(text), cwd: home, env, ...(readyUrl ? { readyUrl } : {}) },
    home,
  )
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const server = (port: number) => `
  import { createServer } from 'node:http'
  let asked = 0
  createServer((_, answer) => { answer.statusCode = asked++ < 2 ? 503 : 200; answer.end() }).listen(${port}, '127.0.0.1')
`

describe('ManagedProcess', () => {
  it('is ready when the health endpoint says so, and ends on request', async () => {
    const port = await freePort()
    const managed = child(server(port), `http://127.0.0.1:${port}/`)
    void managed.start()
    await managed.ready()
    const { pid = 0 } = managed
    expect(isAlive(pid)).toBe(true)
    await managed.stop()
    expect(isAlive(pid)).toBe(false)
  })

  it('tells the last words of a process that ends while it starts, without its stack', async () => {
    const managed = child(
      `console.error('GATEHOUSE_X is missing'); throw new Error('boom')`,
      'http://127.0.0.1:1/',
    )
    void managed.start()
    await expect(managed.ready()).rejects.toThrow(/^child: GATEHOUSE_X is missing\nchild: Error: boom$/)
    // The log is written behind: the last lines may still be on their way.
    const log = () => readFileSync(join(home, 'logs', 'child.log'), 'utf8')
    while (!log().includes('    at ')) await delay(5)
    expect(log()).toContain('Error: boom')
  })

  it('tells the same of a process that ended before anybody waited for it, and waits no longer', async () => {
    const managed = child(`console.error('GATEHOUSE_X is missing'); process.exit(1)`, 'http://127.0.0.1:1/')
    await managed.start()
    await expect(managed.ready()).rejects.toThrow(/^child: GATEHOUSE_X is missing$/)
  })

  it('lets no child outlive a supervisor that is killed', async () => {
    const waiting = script('setInterval(() => {}, 1000)')
    const module = JSON.stringify(new URL('./managed-process.mjs', import.meta.url).href)
    const plan = JSON.stringify({ name: 'orphan', script: waiting, cwd: home, env: {} })
    const supervisor = spawn(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `import { ManagedProcess } from ${module}
         const managed = new ManagedProcess(${plan}, ${JSON.stringify(home)})
         managed.start()
         console.log(managed.pid)`,
      ],
      { env: { ...process.env, NODE_OPTIONS: '' }, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const [printed] = (await once(supervisor.stdout, 'data')) as [Buffer]
    const orphan = Number(String(printed))
    expect(isAlive(orphan)).toBe(true)
    await delay(300) // the child has loaded its leash
    supervisor.kill('SIGKILL')
    for (let waited = 0; isAlive(orphan) && waited < 5_000; waited += 20) await delay(20)
    expect(isAlive(orphan)).toBe(false)
  })
})

describe('lastWords', () => {
  const words = (...lines: string[]) => lastWords(lines.map((line) => readLine(line, 'stderr')))

  it('prefers a logged error, whichever way its level is written', () => {
    expect(words('{"level":"warn","msg":"w"}', '{"level":"error","msg":"port taken"}', 'trailing')).toEqual([
      'port taken',
    ])
    expect(words('{"level":50,"msg":"port taken"}', 'trailing')).toEqual(['port taken'])
  })

  it('gives every line about settings', () => {
    expect(words('A is missing', 'B: must be a port')).toEqual(['A is missing', 'B: must be a port'])
  })

  it('leaves stack traces and the frame of an uncaught error out', () => {
    expect(
      words(
        'file:///app/main.js:3',
        `throw new Error('x')`,
        '^',
        '',
        'Error: x',
        '    at main (a.js:1:1)',
        'Node.js v20.20.2',
      ),
    ).toEqual(['Error: x'])
  })

  it('explains a refused request as its failure record does', () => {
    const record = {
      level: 'warn',
      context: 'failure',
      msg: 'Client authentication failed',
      rule: 'client_auth.method',
    }
    const text = JSON.stringify({
      ...record,
      expected: 'client_secret_basic',
      got: 'client_secret_post',
      mend: 'Set it',
    })
    expect(readLine(text, 'stdout').message.split('\n')).toEqual([
      'Client authentication failed',
      '    rule: client_auth.method',
      '    expected: client_secret_basic',
      '    got: client_secret_post',
      '    mend: Set it',
    ])
  })

  it('counts plain standard output as nothing to say', () => {
    expect(lastWords([readLine('listening', 'stdout')])).toEqual([])
  })
})
