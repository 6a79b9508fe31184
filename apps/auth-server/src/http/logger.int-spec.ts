import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Logger } from '@nestjs/common'
import type { ClientRecord } from '@gatehouse/data-access'
import {
  authorizePath,
  csrfOf,
  outcomeOf,
  PASSWORD,
  somebody,
  TestBrowser,
} from '../interaction/test-browser.fixture.js'
import { basic, CLIENT_SECRET, CODE_VERIFIER, REDIRECT_URI, TestingApp } from '../testing-app.fixture.js'
import { withoutSecrets } from './logger-options.js'

const JWT = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlLXNpZ25hdHVyZQ'
/** Long enough that it stands nowhere by chance. */
const OPAQUE = 'Zk3q-vJ8uR1xWm5tYb7nLc0pGd4sHf6aEi9oKuTqXwM'

let test: TestingApp
let lines: string[]

beforeAll(async () => {
  test = await TestingApp.start()
})

afterAll(() => test.close())

/** Everything that the server logs from now on, at the most talkative level. */
function captureLog(): string[] {
  const captured: string[] = []
  const { log } = test.app.getHttpAdapter().getInstance()
  const stream = Object.getOwnPropertySymbols(log).find(({ description }) => description === 'pino.stream')
  if (!stream) throw new Error('the logger is not pino')
  Object.assign(log, { [stream]: { write: (line: string) => captured.push(line) } })
  log.level = 'trace'
  return captured
}

beforeAll(() => {
  lines = captureLog()
})

describe('the log of a full run', () => {
  it('holds no password, code, token, secret or cookie of it', async () => {
    const secrets = new Map<string, string | undefined>([
      ['password', PASSWORD],
      ['client secret', CLIENT_SECRET],
      ['Basic credentials', basic('').slice('Basic '.length)],
      ['code verifier', CODE_VERIFIER],
      ['wrong password', 'a-wrong-password-typed'],
    ])
    const resource = await test.resource()
    const client = await test.confidentialClient({ requireConsent: true, corsOrigins: [] }, resource)
    const browser = new TestBrowser(test)
    const page = await browser.open(authorizePath(client, { scope: 'openid profile email offline_access' }))
    secrets.set('csrf of the sign-in', csrfOf(page))
    const ada = await somebody(test)
    await browser.signIn(page, ada.email ?? '', 'a-wrong-password-typed')
    const consent = await browser.signIn(page, ada.email ?? '')
    secrets.set('csrf of the consent', csrfOf(consent))
    const { code = '' } = outcomeOf(await browser.submit(consent, '/consent', { decision: 'allow' }))
    secrets.set('code', code)
    for (const [name, value] of browser.cookies) secrets.set(name, value)
    const first = (await test.redeem(client, code)).json()
    const second = (await test.refresh(client, first.refresh_token)).json()
    for (const [round, tokens] of [first, second].entries()) {
      for (const kind of ['access_token', 'refresh_token', 'id_token']) {
        secrets.set(`${kind} ${round}`, tokens[kind])
      }
    }
    await everythingElse(client, browser, { code, ...second })
    const log = lines.join('')
    expect(lines.length).toBeGreaterThan(20)
    expect(log).toContain('"path":"/oauth2/token"')
    for (const [name, value] of secrets) {
      expect({
        name,
        length: value?.length ?? 0,
        logged: value !== undefined && log.includes(value),
      }).toStrictEqual({
        name,
        length: expect.any(Number),
        logged: false,
      })
      expect(value).toMatch(/^.{8,}/u)
    }
  })

  /** Each endpoint once, and each kind of mistake: secrets where they do not belong. */
  async function everythingElse(
    client: ClientRecord,
    browser: TestBrowser,
    known: { code: string; access_token: string; refresh_token: string; id_token: string },
  ): Promise<void> {
    const bearer = { authorization: `Bearer ${known.access_token}` }
    await test.get('/oauth2/userinfo', bearer)
    await test.get(`/oauth2/userinfo?access_token=${known.access_token}`)
    await test.get('/oauth2/userinfo', { authorization: `Bearer ${known.refresh_token}` })
    await test.introspect(client, known.access_token)
    await test.redeem(client, known.code)
    await test.post(
      '/oauth2/token',
      {
        grant_type: 'authorization_code',
        code: known.code,
        client_id: client.clientId,
        client_secret: CLIENT_SECRET,
      },
      bearer,
    )
    await test.app.inject({
      method: 'POST',
      url: '/oauth2/token',
      headers: { 'content-type': 'application/json' },
      payload: `{"client_secret":"${CLIENT_SECRET}`,
    })
    await browser.open(
      authorizePath(client, {
        redirect_uri: `${REDIRECT_URI}?code=${known.code}&access_token=${known.access_token}`,
      }),
    )
    await browser.open(authorizePath(client, { max_age: known.id_token, prompt: `password=${PASSWORD}` }))
    await browser.open(authorizePath(client, { id_token_hint: `${known.id_token}x` }))
    await browser.open(
      `/oauth2/logout?id_token_hint=${known.id_token}&post_logout_redirect_uri=https://x.example/?token=${known.refresh_token}`,
    )
    await browser.open(`/nowhere?code=${known.code}`)
    await test.as(client, '/oauth2/revoke', { token: known.refresh_token })
  }

  it('holds no token in the failure records that it led to', async () => {
    const records = await test.database.prisma.failureRecord.findMany()
    expect(records.length).toBeGreaterThan(3)
    const text = JSON.stringify(records)
    expect(text).toContain('redirect_uri.not_registered')
    expect(text).not.toMatch(/eyJ|code=(?!\[removed\])|token=(?!\[removed\])/u)
    for (const secret of [PASSWORD, CLIENT_SECRET]) expect(text).not.toContain(secret)
  })
})

describe('a log line', () => {
  const log = (...parameters: Parameters<Logger['warn']>) => {
    const before = lines.length
    new Logger('test').warn(...parameters)
    return lines.slice(before).join('')
  }

  it.each([
    ['by name', { password: OPAQUE }],
    ['by name, one level down', { headers: { authorization: OPAQUE, cookie: OPAQUE } }],
    ['by name, two levels down', { request: { body: { refresh_token: OPAQUE } } }],
    ['by pattern in a field', { got: `https://app/cb?code=${OPAQUE}&state=x` }],
    ['by pattern in a nested field', { scene: { url: `/x?access_token=${OPAQUE}` } }],
    ['by pattern in a list', { seen: [`Bearer ${OPAQUE}`] }],
    ['by pattern in an error', new Error(`token=${OPAQUE} was refused`)],
    ['by pattern in a text', `Cookie: gatehouse-session=${OPAQUE}; other=1`],
  ])('loses a secret %s', (_, message) => {
    const line = log(message)
    expect(line).toContain('[removed]')
    expect(line).not.toContain(OPAQUE)
  })

  it('keeps what is no secret, and is one JSON object', () => {
    const line = log({ rule: 'client.unknown', got: 'my-client', status: 401 })
    expect(JSON.parse(line)).toMatchObject({
      level: 'warn',
      context: 'test',
      rule: 'client.unknown',
      got: 'my-client',
    })
  })
})

describe('withoutSecrets', () => {
  it.each([
    [`before ${JWT} after`, 'before [token] after'],
    [`Authorization: Bearer ${OPAQUE}`, 'Authorization: Bearer [removed]'],
    [`authorization: dpop ${OPAQUE}`, 'authorization: dpop [removed]'],
    ['client_secret=abc&grant_type=x', 'client_secret=[removed]&grant_type=x'],
    ['GET /cb?state=1&code=abc#top', 'GET /cb?state=1&code=[removed]'],
    ['code_challenge=abc&unicode=abc', 'code_challenge=abc&unicode=abc'],
  ])('%s becomes %s', (text, clean) => {
    expect(withoutSecrets(text)).toBe(clean)
  })

  it.each([`before:${JWT}`, `x${JWT}`, `www.example.${JWT}`, `${JWT}.${JWT}`])(
    'leaves nothing of the JWT in %s',
    (text) => {
      for (const part of JWT.split('.')) expect(withoutSecrets(text)).not.toContain(part)
    },
  )

  it.each(['eyJ', 'eyJ.', 'eyJa.a', 'a-', 'Bearer ', 'code='])(
    'takes time in proportion to a text of many "%s": anybody may send one',
    (part) => {
      const text = part.repeat(100_000)
      const began = performance.now()
      withoutSecrets(text)
      expect(performance.now() - began).toBeLessThan(1_000)
    },
  )
})
