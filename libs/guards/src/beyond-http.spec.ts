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

const reach = (what: string): string => {
  reached.push(what)
  return what
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

  @Mutation('change')
  change(@Args('to') to: string) {
    return reach(`changed to ${to}`)
  }

  @Subscription('changes')
  changes() {
    reach('changes')
    return (async function* () {
      yield await Promise.resolve({ changes: 'told' })
    })()
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
        type Mutation { change(to: String): String }
        type Subscription { changes: String }`,
    }),
  ],
  providers: [LedgerResolver],
})
class GraphQLLedger {}

@Module({ imports: [protection], controllers: [LedgerController], providers: [LedgerGateway] })
class LiveLedger {}

async function start(imported: new () => object): Promise<RunningApi> {
  const module = await Test.createTestingModule({ imports: [imported] }).compile()
  // What is refused here is told in the log, as a fault of whoever wrote the handler.
  module.useLogger(false)
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

beforeEach(() => void reached.splice(0))

describe('GraphQL', () => {
  let api: RunningApi
  beforeAll(async () => void (api = await start(GraphQLLedger)))
  afterAll(() => api.close())

  async function ask(query: string): Promise<unknown> {
    const headers = { 'content-type': 'application/json', connection: 'close', authorization }
    const body = JSON.stringify({ query })
    return (await fetch(`${api.url}/graphql`, { method: 'POST', headers, body })).json()
  }

  it.each(['{ secret }', '{ scoped }', 'mutation { change(to: "mine") }'])(
    'refuses %s, also with a good token',
    async (query) => {
      expect(await ask(query)).toMatchObject({ errors: [{}] })
      expect(reached).toEqual([])
    },
  )

  it('refuses a subscription, also with a good token', async () => {
    const subscribe = { id: '1', type: 'subscribe', payload: { query: 'subscription { changes }' } }
    const protocol = ['graphql-transport-ws']
    const answers = await exchange(api, '/graphql', protocol, [{ type: 'connection_init' }, subscribe])
    expect(answers).toMatchObject([{ type: 'connection_ack' }, { id: '1', type: 'error' }])
    expect(reached).toEqual([])
  })

  it('lets a resolver pass that is @Public()', async () => {
    expect(await ask('{ open }')).toEqual({ data: { open: 'open' } })
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
    expect(reached).toEqual([])
  })

  it('lets a message pass whose handler is @Public()', async () => {
    expect(await exchange(api, '/live', [], [{ event: 'open' }])).toEqual([{ event: 'answer', data: 'open' }])
  })

  it('leaves the routes beside it protected', async () => {
    expect((await api.send('GET', '/routes')).statusCode).toBe(401)
    expect((await api.send('GET', '/routes', { authorization })).json).toEqual({ reached: 'route' })
  })
})
