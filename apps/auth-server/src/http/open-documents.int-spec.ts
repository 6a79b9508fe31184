import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { KeyRotations } from '../oauth/keys/key-rotation.js'
import { TestingApp } from '../testing-app.fixture.js'
import type { HttpServer } from './http-server.js'

const DOCUMENTS = [
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
  '/.well-known/jwks.json',
]
/** What differs from answer to answer, or is the connection's and not the answer's. */
const OF_THE_MOMENT = ['date', 'x-request-id', 'connection', 'keep-alive']

let test: TestingApp
let port: number

beforeAll(async () => {
  test = await TestingApp.start({ GATEHOUSE_ISSUER: 'https://id.example.test' })
  await test.app.listen(0, '127.0.0.1')
  port = (test.app.getHttpServer().address() as AddressInfo).port
})

afterAll(() => test.close())

async function ask(path: string, headers: Record<string, string> = {}) {
  const [answer] = (await once(get({ port, path, headers }), 'response')) as [IncomingMessage]
  const names = Object.keys(answer.headers).filter((name) => !OF_THE_MOMENT.includes(name))
  return {
    status: answer.statusCode,
    headers: Object.fromEntries(names.sort().map((name) => [name, answer.headers[name]])),
    body: await text(answer),
    traceId: answer.headers['x-request-id'],
  }
}

/** The same answered by the route, which a query leads to. */
const askRoute = (path: string, headers: Record<string, string> = {}) => ask(`${path}?`, headers)

const withoutTrace = ({ status, headers, body }: Awaited<ReturnType<typeof ask>>) => ({
  status,
  headers,
  body,
})

describe.each(DOCUMENTS)('%s', (path) => {
  it('is answered with the same status, headers and body at the door and at its route', async () => {
    const [atDoor, atRoute] = [await ask(path), await askRoute(path)]
    expect(withoutTrace(atDoor)).toStrictEqual(withoutTrace(atRoute))
    expect(atDoor.status).toBe(200)
    expect(atDoor.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'strict-transport-security': expect.stringContaining('max-age='),
      'content-length': String(Buffer.byteLength(atDoor.body)),
    })
  })

  it('is 304 without a body to who knows its tag, in both places (RFC 9110 §15.4.5)', async () => {
    const tag = String((await ask(path)).headers['etag'])
    const known = { 'if-none-match': tag }
    const [atDoor, atRoute] = [await ask(path, known), await askRoute(path, known)]
    expect(withoutTrace(atDoor)).toStrictEqual(withoutTrace(atRoute))
    expect([atDoor.status, atDoor.body]).toStrictEqual([304, ''])
  })

  it('names each request', async () => {
    const [one, other] = [await ask(path), await ask(path)]
    expect(one.traceId).toMatch(/^[0-9a-f]{16}$/u)
    expect(other.traceId).not.toBe(one.traceId)
  })

  it('leaves a line in the log, as every request does', async () => {
    const lines: Record<string, unknown>[] = []
    const { log } = test.app.getHttpAdapter().getInstance()
    const { level, info } = log
    Object.assign(log, { level: 'info', info: (fields: Record<string, unknown>) => lines.push(fields) })
    const { traceId } = await ask(path)
    Object.assign(log, { level, info })
    expect(lines).toStrictEqual([{ reqId: traceId, method: 'GET', path, status: 200, durationMs: 0 }])
  })
})

describe('the door', () => {
  it('shows the keys of the moment', async () => {
    const before = await ask('/.well-known/jwks.json')
    await test.app.get(KeyRotations, { strict: false }).run()
    const after = await ask('/.well-known/jwks.json')
    expect(after.headers['etag']).not.toBe(before.headers['etag'])
    expect(JSON.parse(after.body).keys.length).toBeGreaterThan(JSON.parse(before.body).keys.length)
  })

  it('leaves other methods, other paths and queries to the routes', async () => {
    expect((await ask('/.well-known/jwks.json/')).status).toBe(404)
    expect((await ask('/.well-known/none')).status).toBe(404)
    expect((await ask('/.well-known/jwks.json?a=1')).status).toBe(200)
    const posted = await fetch(`http://127.0.0.1:${port}/.well-known/jwks.json`, { method: 'POST' })
    expect([posted.status, posted.headers.get('allow')]).toStrictEqual([405, 'GET, HEAD'])
    const head = await fetch(`http://127.0.0.1:${port}/.well-known/jwks.json`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toStrictEqual([200, ''])
  })
})

describe('a server that closes', () => {
  it('tells who asks for a document on a connection that is open that it ends', async () => {
    const closing = await TestingApp.start()
    await closing.app.listen(0, '127.0.0.1')
    const { port: itsPort } = closing.app.getHttpServer().address() as AddressInfo
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const connectionAfter = async () => {
      const options = { port: itsPort, path: '/.well-known/jwks.json', agent }
      const [answer] = (await once(get(options), 'response')) as [IncomingMessage]
      await text(answer)
      return [answer.statusCode, answer.headers.connection]
    }
    expect(await connectionAfter()).toStrictEqual([200, 'keep-alive'])
    const closed = closing.close()
    const { openDocuments } = closing.app.getHttpAdapter() as unknown as HttpServer
    while (openDocuments.paths.length) await sleep(1)
    expect(await connectionAfter()).toStrictEqual([200, 'close'])
    await closed
    agent.destroy()
  })
})
