import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'

/** Whether this machine has a Redis; it comes from the operating system. */
export const HAS_REDIS = spawnSync('redis-server', ['--version']).status === 0

/** A Redis of one test on a port of its own, which can be killed and started again. */
export class TestRedis {
  private child: ChildProcess | undefined

  private constructor(private readonly port: number) {}

  /** @returns one that is not started yet */
  static async reserve(): Promise<TestRedis> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    return new TestRedis(port)
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  /** Returns when it takes connections. */
  async start(): Promise<void> {
    const options = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
    const child = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'ignore'] })
    this.child = child
    for await (const chunk of child.stdout) if (String(chunk).includes('Ready to accept')) break
  }

  /** Ends it at once, as a crash would. */
  async kill(): Promise<void> {
    if (!this.child || this.child.exitCode !== null) return
    this.child.kill('SIGKILL')
    await once(this.child, 'exit')
    this.child = undefined
  }
}
