import { createServer, connect, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Controller, Get, Logger, Module, type INestApplication } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { RequireScopes, ResourceServerModule } from '@gatehouse/guards'
import { registerClient, type RegisteredClient } from './gatehouse/registration.js'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from './gatehouse/running-gatehouse.js'

const BOUND_SECONDS = 15

/** A cable that can be pulled: carries connections to the authorization server, or cuts them all. */
class Cable {
  private readonly sockets = new Set<Socket>()
  private server: Server | undefined

  constructor(private readonly target: URL) {}

  async plugIn(port = 0): Promise<number> {
    const server = createServer((socket) => {
      const onward = connect(Number(this.target.port), this.target.hostname)
      for (const [end, other] of [
        [socket, onward],
        [onward, socket],
      ] as const) {
        this.sockets.add(end)
        end.pipe(other)
        end.on('error', () => other.destroy()).on('close', () => this.sockets.delete(end))
      }
    })
    this.server = server
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    return (server.address() as AddressInfo).port
  }

  pull(): void {
    this.server?.close()
    for (const socket of this.sockets) socket.destroy()
  }
}

@RequireScopes('accounts:read')
@Controller('accounts')
class AccountsController {
  @Get()
  list(): object[] {
    return []
  }
}

describe('A token that was revoked (RFC 7009 §2.1)', () => {
  let gatehouse: RunningGatehouse
  let caller: RegisteredClient
  let cable: Cable
  let cablePort: number
  let api: INestApplication
  let apiUrl: string

  const asCaller = (path: string, form: Record<string, string>) =>
    fetch(gatehouse.issuer + path, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${caller.clientId}:${caller.clientSecret}`)}` },
      body: new URLSearchParams(form),
    })
  const newToken = async () => {
    const answer = await asCaller('/oauth2/token', {
      grant_type: 'client_credentials',
      resource: gatehouse.bankUrl,
    })
    return ((await answer.json()) as { access_token: string }).access_token
  }
  const revoke = async (token: string) =>
    expect((await asCaller('/oauth2/revoke', { token })).status).toBe(200)
  const statusAt = async (url: string, token: string) =>
    (await fetch(`${url}/accounts`, { headers: { authorization: `Bearer ${token}` } })).status
  const millisecondsUntil = async (status: number, ask: () => Promise<number>, withinMs: number) => {
    const start = Date.now()
    while ((await ask()) !== status) {
      if (Date.now() - start > withinMs) throw new Error(`No ${status} within ${withinMs} ms`)
      await sleep(10)
    }
    return Date.now() - start
  }

  beforeAll(async () => {
    Logger.overrideLogger(false)
    gatehouse = await runningGatehouse()
    const forMachines = { grants: ['client_credentials'], scopes: [] }
    caller = await registerClient(gatehouse, {
      ...forMachines,
      name: 'Caller',
      bankScopes: ['accounts:read'],
    })
    const reader = await registerClient(gatehouse, {
      ...{ name: 'An API', grants: ['client_credentials'] },
      scopes: [`${gatehouse.issuer}/oauth2/revocations#revocations:read`],
    })
    cable = new Cable(new URL(gatehouse.issuer))
    cablePort = await cable.plugIn()
    const feed = {
      clientId: reader.clientId,
      clientSecret: reader.clientSecret,
      endpoint: `http://127.0.0.1:${cablePort}/oauth2/revocations`,
      silenceBoundSeconds: BOUND_SECONDS,
    }
    @Module({
      imports: [
        ResourceServerModule.forRoot({
          issuer: gatehouse.issuer,
          audience: gatehouse.bankUrl,
          revocation: { feed },
        }),
      ],
      controllers: [AccountsController],
    })
    class ApiModule {}
    api = await NestFactory.create(ApiModule, new FastifyAdapter())
    await api.listen(0, '127.0.0.1')
    apiUrl = `http://127.0.0.1:${((api.getHttpServer() as Server).address() as AddressInfo).port}`
  }, START_TIMEOUT)
  afterAll(async () => {
    await api?.close()
    cable?.pull()
    Logger.overrideLogger(['error', 'warn', 'log'])
  })

  it('is refused within a second by every API that accepted it', async () => {
    const token = await newToken()
    for (const url of [gatehouse.bankUrl, apiUrl]) expect(await statusAt(url, token)).toBe(200)
    await revoke(token)
    for (const url of [gatehouse.bankUrl, apiUrl])
      expect(await millisecondsUntil(401, () => statusAt(url, token), 5_000)).toBeLessThan(1_000)
  })

  it('is not accepted beyond the bound by an API that is cut off, nor afterwards', async () => {
    const [revoked, alive] = [await newToken(), await newToken()]
    expect(await statusAt(apiUrl, revoked)).toBe(200)
    cable.pull()
    await revoke(revoked)
    const silentMs = (BOUND_SECONDS + 1) * 1_000
    await millisecondsUntil(503, () => statusAt(apiUrl, revoked), silentMs)
    expect(await statusAt(apiUrl, alive)).toBe(503)
    await cable.plugIn(cablePort)
    await millisecondsUntil(200, () => statusAt(apiUrl, alive), 10_000)
    expect(await statusAt(apiUrl, revoked)).toBe(401)
  }, 60_000)
})
