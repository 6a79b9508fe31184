import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { environmentFor } from '../gatehouse/instance-environment.js'
import { Balancer } from './balancer.js'
import { pause, productScript, RealProcess, runToEnd } from './processes.js'

/** The client of an API or of a caller, as the seed makes it. */
export interface Credentials {
  clientId: string
  clientSecret: string
}

const BANK_CLIENT = 'bank-api'
const DEMO_CLIENT = 'demo-app'

/** How much of everything there is. */
interface EstateSize {
  servers: number
  /** Processes of each authorization server. */
  workers: number
  banks: number
}

const WHOLE: EstateSize = { servers: 2, workers: 1, banks: 3 }

interface EstatePlan {
  /** After so long a bank that hears nothing fails closed. */
  silenceBoundSeconds?: number
  withRedis?: boolean
  size?: EstateSize
}

/**
 * A deployment of one's own, each part a process that a test may break: PostgreSQL, authorization servers behind a
 * load balancer, a Redis for them where it is asked for, and banks that follow the revocation feed.
 */
export class Estate {
  readonly authServers: RealProcess[] = []
  redis: RealProcess | undefined
  issuer = ''
  /** Resource identifier of the bank; each instance of `banks` answers to it. */
  bankUrl = ''
  /** Where the instances of the bank are. */
  readonly banks: string[] = []
  caller: Credentials = { clientId: DEMO_CLIENT, clientSecret: '' }
  feedReader: Credentials = { clientId: BANK_CLIENT, clientSecret: '' }
  private readonly home = mkdtempSync(join(tmpdir(), 'gatehouse-e2e-estate-'))
  private readonly parts: RealProcess[] = []
  private balancer: Balancer | undefined
  /** Between PostgreSQL and the first authorization server. */
  private line: Balancer | undefined
  private resume: (() => void) | undefined

  async start({ silenceBoundSeconds = 30, withRedis = false, size = WHOLE }: EstatePlan): Promise<void> {
    chmodSync(this.home, 0o711) // PostgreSQL, run for root by another account, walks through it
    mkdirSync(join(this.home, 'logs'))
    const databaseUrl = await this.startPostgres()
    const authPorts = await freePorts(size.servers)
    this.balancer = new Balancer(authPorts)
    this.issuer = `http://127.0.0.1:${await this.balancer.listen()}`
    const bankPorts = await freePorts(size.banks)
    this.bankUrl = `http://localhost:${bankPorts[0] ?? (await freePort())}`
    const common = environmentFor(this.home, {
      DATABASE_URL: databaseUrl,
      GATEHOUSE_ISSUER: this.issuer,
      GATEHOUSE_BANK_URL: this.bankUrl,
      GATEHOUSE_WORKERS: String(size.workers),
      GATEHOUSE_LOG_LEVEL: 'warn',
    })
    await runToEnd(productScript('tools/migrate-and-seed.mjs', [], common, this.log('seed')))
    const secrets = this.json<Record<string, string>>('secrets.json')
    this.caller = { clientId: DEMO_CLIENT, clientSecret: secrets['GATEHOUSE_DEMO_CLIENT_SECRET'] ?? '' }
    this.feedReader = { clientId: BANK_CLIENT, clientSecret: secrets['GATEHOUSE_BANK_CLIENT_SECRET'] ?? '' }
    const shared = withRedis ? { REDIS_URL: await this.startRedis() } : {}
    const byLine = { DATABASE_URL: await this.lineTo(databaseUrl) }
    await Promise.all(
      authPorts.map((port, at) => {
        const own = { GATEHOUSE_PORT: String(port), ...(at === 0 ? byLine : {}) }
        const env = { ...common, ...secrets, ...shared, ...own }
        const server = this.server(`auth-server-${at}`, 'apps/auth-server/dist/server/main.js', port, env)
        this.authServers.push(server)
        return server.start()
      }),
    )
    await Promise.all(
      bankPorts.map((port, at) => {
        this.banks.push(`http://127.0.0.1:${port}`)
        const env = {
          ...common,
          GATEHOUSE_BANK_PORT: String(port),
          GATEHOUSE_BANK_CLIENT_ID: this.feedReader.clientId,
          GATEHOUSE_BANK_CLIENT_SECRET: this.feedReader.clientSecret,
          GATEHOUSE_BANK_SILENCE_BOUND_SECONDS: String(silenceBoundSeconds),
        }
        return this.server(`bank-${at}`, 'apps/resource-api/dist/server/main.js', port, env).start()
      }),
    )
  }

  /** PostgreSQL keeps its connections and answers nobody, until `resumePostgres`. */
  pausePostgres(): void {
    const [pid] = readFileSync(join(this.home, 'postgres/data/postmaster.pid'), 'utf8').split('\n')
    this.resume = pause(Number(pid))
  }

  resumePostgres(): void {
    this.resume?.()
    this.resume = undefined
  }

  /** The first authorization server alone hears nothing of PostgreSQL, on connections that stand. */
  cutOffFirstServer(): void {
    this.line?.goDead()
  }

  reconnectFirstServer(): void {
    this.line?.revive()
  }

  /** Ends every part, PostgreSQL last. */
  async stop(): Promise<void> {
    this.resumePostgres()
    this.balancer?.close()
    this.line?.close()
    const [postgres, ...others] = this.parts
    await Promise.all(others.map((part) => part.kill()))
    await postgres?.stop()
    rmSync(this.home, { recursive: true, force: true })
  }

  private async startPostgres(): Promise<string> {
    const folder = join(this.home, 'postgres')
    const env = environmentFor(this.home)
    const command = productScript('tools/start/postgres-keeper.mjs', [folder], env, this.log('postgres'))
    const keeper: RealProcess = this.add(new RealProcess(command, async () => keeper.message !== undefined))
    await keeper.start()
    return (keeper.message as { url: string }).url
  }

  private async lineTo(databaseUrl: string): Promise<string> {
    const url = new URL(databaseUrl)
    this.line = new Balancer([Number(url.port)])
    url.port = String(await this.line.listen())
    return url.href
  }

  private async startRedis(): Promise<string> {
    const port = await freePort()
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
    const command = { program: 'redis-server', args, env: process.env, log: this.log('redis') }
    this.redis = this.add(new RealProcess(command, () => listens(port)))
    await this.redis.start()
    return `redis://127.0.0.1:${port}`
  }

  private server(name: string, script: string, port: number, env: NodeJS.ProcessEnv): RealProcess {
    const isReady = async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok
    return this.add(new RealProcess(productScript(script, [], env, this.log(name)), isReady))
  }

  private add(part: RealProcess): RealProcess {
    this.parts.push(part)
    return part
  }

  private log(name: string): string {
    return join(this.home, 'logs', `${name}.log`)
  }

  private json<T>(file: string): T {
    return JSON.parse(readFileSync(join(this.home, file), 'utf8')) as T
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => done(true)).on('error', () => done(false))
    socket.once('connect', () => socket.destroy())
  })
}

async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = []
  while (ports.length < count) ports.push(await freePort())
  return ports
}

let nextPort = randomInt(20_000, 30_000)

/**
 * A port that is used much later, none twice: from below those that the system gives to outgoing connections, for while a
 * server is down, or not yet up, one of many would get it.
 */
async function freePort(): Promise<number> {
  for (;;) {
    const port = nextPort++
    const server = createServer().listen(port, '127.0.0.1')
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    )
    if (!isFree) continue
    await once(server.close(), 'close')
    return port
  }
}
