import { once } from 'node:events'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { Controller, Get, Module } from '@nestjs/common'
import { Args, GraphQLModule, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql'
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius'
import { WsAdapter } from '@nestjs/platform-ws'
import { Test } from '@nestjs/testing'
import { MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets'
import { WebSocket } from 'ws'
import { Public, RequireScopes } from './decorators.js'
import { ResourceServerModule } from './resource-server.module.js'
import { onPlatform, type RunningApi } from './running-api.fixture.js'
import { TestIssuer } from './testing/test-issuer.js'

/*
 * Resolvers of GraphQL and gateways of WebSockets, as NestJS itself runs them beside the routes of an API.
 */

const AUDIENCE = 'https://api.example/ledger'
const reached: string[] = []
const logged: string[] = []

const reach = (what: string): string => {
  reached.push(what)
  return what
}

/** What a subscription tells, once. */
async function* told(what: object) {
  yield await Promise.resolve(what)
}

@Resolver()
class LedgerResolver {
  @Query('secret')
  secret() {
    return reach('secret')
  }

  @RequireScopes('ledger:read')
  @Query('scoped')
  scoped() {
    return reach('scoped')
  }

  @Public()
  @Query('open')
  open() {
    return reach('open')
  }

  @Public()
  @Mutation('openChange')
  openChange(@Args('to') to: string) {
    return reach(`changed to ${to}`)
  }

  @Mutation('change')
  change(@Args('to') to: string) {
    return reach(`changed to ${to}`)
  }

  @Public()
  @Subscription('openChanges')
  openChanges() {
    return told({ openChanges: reach('openChanges') })
  }

  @Subscription('changes')
  changes() {
    return told({ changes: reach('changes') })
  }
}

@WebSocketGateway({ path: '/live' })
class LedgerGateway {
  @SubscribeMessage('secret')
  secret(@MessageBody() body: unknown) {
    return { event: 'answer', data: reach(`secret ${String(body)}`) }
  }

  @Public()
  @SubscribeMessage('open')
  open() {
    return { event: 'answer', data: reach('open') }
  }
}

@Controller('routes')
class LedgerController {
  @Get()
  list() {
    return { reached: reach('route') }
  }
}

const issuer = new TestIssuer()
const authorization = `Bearer ${issuer.userToken('ada', { audience: AUDIENCE, scopes: ['ledger:read'] })}`
const protection = ResourceServerModule.forRoot(issuer.optionsFor(AUDIENCE))

@Module({
  imports: [
    protection,
    GraphQLModule.forRoot<MercuriusDriverConfig>({
      driver: MercuriusDriver,
      subscription: true,
      typeDefs: `type Query { secret: String, scoped: String, open: String }
        type Mutation { change(to: String): String, openChange(to: String): String }
        type Subscription { changes: String, openChanges: String }`,
    }),
  ],
  providers: [LedgerResolver],
})
class GraphQLLedger {}

@Module({ imports: [protection], controllers: [LedgerController], providers: [LedgerGateway] })
class LiveLedger {}

async function start(imported: new () => object): Promise<RunningApi> {
  const module = await Test.createTestingModule({ imports: [imported] }).compile()
  const keep = (message: unknown) => void logged.push(String(message))
  module.useLogger({ log: () => undefined, warn: () => undefined, error: keep })
  return onPlatform('Fastify', module, (nest) => nest.useWebSocketAdapter(new WsAdapter(nest)))
}

/** What comes back for each message, in turn, on one connection with a good token. */
async function exchange(
  api: RunningApi,
  path: string,
  protocol: string[],
  messages: object[],
): Promise<object[]> {
  const url = `${api.url.replace('http', 'ws')}${path}`
  const socket = new WebSocket(url, protocol, { headers: { authorization } })
  await once(socket, 'open')
  const answers: object[] = []
  for (const message of messages) {
    socket.send(JSON.stringify(message))
    const [answer] = (await once(socket, 'message')) as [Buffer]
    answers.push(JSON.parse(answer.toString('utf8')) as object)
  }
  socket.terminate()
  return answers
}

beforeEach(() => {
  reached.splice(0)
  logged.splice(0)
})

/** Nobody was reached, and the log says whom the request was for. */
function expectRefused(handler: string, context: string): void {
  expect(reached).toEqual([])
  expect(logged).toEqual([
    expect.stringContaining(`${handler} runs in a "${context}" context and is refused`),
  ])
}

describe('GraphQL', () => {
  let api: RunningApi
  beforeAll(async () => void (api = await start(GraphQLLedger)))
  afterAll(() => api.close())

  async function ask(query: string): Promise<unknown> {
    const headers = { 'content-type': 'application/json', connection: 'close', authorization }
    const body = JSON.stringify({ query })
    return (await fetch(`${api.url}/graphql`, { method: 'POST', headers, body })).json()
  }

  it.each([
    ['{ secret }', 'secret'],
    ['{ scoped }', 'scoped'],
    ['mutation { change(to: "mine") }', 'change'],
  ])('refuses %s, also with a good token', async (query, name) => {
    expect(await ask(query)).toMatchObject({ data: { [name]: null }, errors: [{ path: [name] }] })
    expectRefused(`LedgerResolver.${name}`, 'graphql')
  })

  const subscribeTo = (name: string) => {
    const subscribe = { id: '1', type: 'subscribe', payload: { query: `subscription { ${name} }` } }
    return exchange(api, '/graphql', ['graphql-transport-ws'], [{ type: 'connection_init' }, subscribe])
  }

  it('refuses a subscription, also with a good token', async () => {
    expect(await subscribeTo('changes')).toMatchObject([
      { type: 'connection_ack' },
      { id: '1', type: 'error' },
    ])
    expectRefused('LedgerResolver.changes', 'graphql')
  })

  it('lets resolvers pass that are @Public()', async () => {
    expect(await ask('{ open }')).toEqual({ data: { open: 'open' } })
    expect(await ask('mutation { openChange(to: "mine") }')).toEqual({
      data: { openChange: 'changed to mine' },
    })
    const [, next] = await subscribeTo('openChanges')
    expect(next).toMatchObject({ type: 'next', payload: { data: { openChanges: 'openChanges' } } })
  })
})

describe('WebSocket', () => {
  let api: RunningApi
  beforeAll(async () => void (api = await start(LiveLedger)))
  afterAll(() => api.close())

  it('refuses a message, also with a good token', async () => {
    expect(await exchange(api, '/live', [], [{ event: 'secret', data: 1 }])).toMatchObject([
      { event: 'exception' },
    ])
    expectRefused('LedgerGateway.secret', 'ws')
  })

  it('lets a message pass whose handler is @Public()', async () => {
    expect(await exchange(api, '/live', [], [{ event: 'open' }])).toEqual([{ event: 'answer', data: 'open' }])
  })

  it('leaves the routes beside it protected', async () => {
    expect((await api.send('GET', '/routes')).statusCode).toBe(401)
    expect((await api.send('GET', '/routes', { authorization })).json).toEqual({ reached: 'route' })
  })
})
