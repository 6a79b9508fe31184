import { Agent, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ClientRecord } from '@gatehouse/data-access'
import { aClient } from '@gatehouse/testing'
import { CODE_VERIFIER, REDIRECT_URI, TestingApp, type Person } from '../../../testing-app.fixture.js'

const PARALLEL = 500

interface Answered {
  status: number
  body: Record<string, unknown>
}

let test: TestingApp
let port: number
let client: ClientRecord
let person: Person
const agent = new Agent({ keepAlive: true, maxSockets: PARALLEL })

beforeAll(async () => {
  test = await TestingApp.start()
  await test.app.listen(0, '127.0.0.1')
  port = (test.app.getHttpServer().address() as AddressInfo).port
  client = await aClient(test.database)
  person = await test.person()
})
afterAll(async () => {
  agent.destroy()
  await test.close()
})

/** Sends the same form on as many connections at once. */
function storm(form: Record<string, string>): Promise<Answered[]> {
  const text = new URLSearchParams({ client_id: client.clientId, ...form }).toString()
  return Promise.all(Array.from({ length: PARALLEL }, () => send(text)))
}

function send(text: string): Promise<Answered> {
  return new Promise((done, fail) => {
    const sent = request({
      agent,
      host: '127.0.0.1',
      port,
      path: '/oauth2/token',
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(text),
      },
    })
    sent.once('error', fail).once('response', (response) => {
      let body = ''
      response
        .setEncoding('utf8')
        .on('data', (chunk: string) => (body += chunk))
        .once('error', fail)
        .once('end', () => done({ status: response.statusCode ?? 0, body: JSON.parse(body) }))
    })
    sent.end(text)
  })
}

const offline = { scope: ['openid', 'offline_access'] }

describe(`${PARALLEL} requests at once over HTTP`, () => {
  it('redeem one code once, and what it gave ends with the reuse (RFC 6749 §4.1.2)', async () => {
    const answers = await storm({
      grant_type: 'authorization_code',
      code: await test.code(client, person, offline),
      redirect_uri: REDIRECT_URI,
      code_verifier: CODE_VERIFIER,
    })
    const won = answers.filter(({ status }) => status === 200)
    const lost = answers.filter(({ status, body }) => status === 400 && body['error'] === 'invalid_grant')
    expect([won.length, lost.length]).toEqual([1, PARALLEL - 1])
    expect(await test.database.prisma.refreshFamily.count()).toBe(1)
    const given = won[0]?.body['refresh_token'] as string
    expect((await test.refresh(client, given)).json()).toMatchObject({ error: 'invalid_grant' })
  }, 60_000)

  it('refresh one token to one successor for all, and revoke no family (RFC 9700 §4.14.2)', async () => {
    const { refresh_token } = await test.tokens(client, person, offline)
    const count = async () => test.database.prisma.refreshToken.count()
    const before = await count()
    const answers = await storm({ grant_type: 'refresh_token', refresh_token })
    expect(answers.filter(({ status }) => status !== 200)).toEqual([])
    expect(new Set(answers.map(({ body }) => body['refresh_token'])).size).toBe(1)
    expect(new Set(answers.map(({ body }) => body['access_token'])).size).toBe(1)
    expect((await count()) - before).toBe(1)
    const successor = answers[0]?.body['refresh_token'] as string
    expect(successor).not.toBe(refresh_token)
    expect((await test.refresh(client, successor)).statusCode).toBe(200)
  }, 60_000)

  it('reuse an old token outside the window: nobody gets a token, the family ends once (RFC 9700 §4.14.2)', async () => {
    const { refresh_token } = await test.tokens(client, person, offline)
    const next = (await test.refresh(client, refresh_token)).json()
    test.clock.advance(11)
    const answers = await storm({ grant_type: 'refresh_token', refresh_token })
    expect(answers.filter(({ status, body }) => status !== 400 || body['error'] !== 'invalid_grant')).toEqual(
      [],
    )
    expect((await test.refresh(client, next.refresh_token)).json()).toMatchObject({ error: 'invalid_grant' })
  }, 60_000)
})
