import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { TestingApp } from '../../testing-app.fixture.js'
import { AdminCaller, installAdminApi } from '../admin-caller.fixture.js'

let test: TestingApp
let admin: AdminCaller

beforeAll(async () => {
  test = await TestingApp.start()
  admin = await AdminCaller.with(test, await installAdminApi(test), ['admin'])
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

it('a pasted token stands in no line of the log, taken or refused', async () => {
  const client = await test.confidentialClient({ scopes: ['openid', 'offline_access'] })
  const scope = ['openid', 'offline_access']
  const tokens = Object.values(await test.tokens(client, await test.person(), { scope })).filter(
    (value): value is string => typeof value === 'string' && value.length > 40,
  )
  expect(tokens).toHaveLength(3)
  const lines = captureLog()
  for (const token of tokens) {
    expect((await admin.call('POST', '/tokens/inspect', { token })).statusCode).toBe(200)
    expect((await admin.call('POST', '/tokens/inspect', { tocken: token })).statusCode).toBe(422)
    expect(
      (await admin.call('POST', '/tokens/inspect', { token: token.repeat(Math.ceil(9_000 / token.length)) }))
        .statusCode,
    ).toBe(422)
    await admin.call('POST', '/tokens/revoke', { token })
  }
  const log = lines.join('')
  expect(log).toContain('/admin/v1/tokens/inspect')
  for (const token of tokens) expect(log).not.toContain(token.slice(-30))
})
