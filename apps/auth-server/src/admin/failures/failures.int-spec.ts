import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { FailureRecordStore, type ClientRecord } from '@gatehouse/data-access'
import type { AdminFailure, AdminFailureDetail, AdminPage } from '@gatehouse/token-types'
import { TestingApp } from '../../testing-app.fixture.js'
import { AdminCaller, installAdminApi } from '../admin-caller.fixture.js'

let test: TestingApp
let support: AdminCaller
let client: ClientRecord

beforeAll(async () => {
  test = await TestingApp.start()
  support = await AdminCaller.with(test, await installAdminApi(test), ['support'])
  client = await test.confidentialClient()
})

afterAll(() => test.close())

let number = 0
async function failed(rule: string, got: string, second = 0): Promise<string> {
  const traceId = `trace-${(number += 1)}`
  await new FailureRecordStore(test.database).add({
    traceId,
    at: new Date(Date.UTC(2026, 0, 1, 0, 0, second)),
    endpoint: '/oauth2/authorize',
    error: 'invalid_request',
    rule,
    clientId: client.clientId,
    got,
  })
  return traceId
}
const mends = async (traceId: string) =>
  (await support.get(`/failures/${traceId}`)).json<AdminFailureDetail>().mends

describe('the list of failures', () => {
  it('is told newest first and filtered', async () => {
    const [older, newer] = [await failed('pkce.mismatch', 'a', 1), await failed('pkce.mismatch', 'b', 2)]
    const ids = async (query: string) =>
      (await support.get(`/failures?${query}`))
        .json<AdminPage<AdminFailure>>()
        .items.map((item) => item.trace_id)
    expect(await ids(`rule=pkce.mismatch&client_id=${client.clientId}`)).toStrictEqual([newer, older])
    expect(await ids(`rule=pkce.mismatch&to=2026-01-01T00:00:02Z`)).toStrictEqual([older])
    expect(await ids('rule=pkce.mismatch&error=invalid_grant')).toStrictEqual([])
    expect((await support.get('/failures?limit=0')).statusCode).toBe(422)
    expect((await support.get('/failures/none')).statusCode).toBe(404)
  })
})

describe('a mend', () => {
  it('is offered for the refused request of anybody who names the client (RFC 6749 §3.1.2.3)', async () => {
    const value = 'https://client.example/from-a-request'
    const query = new URLSearchParams({
      client_id: client.clientId,
      redirect_uri: value,
      response_type: 'code',
      scope: 'openid',
    })
    const refusal = await test.get(`/oauth2/authorize?${query.toString()}`)
    const traceId = String(refusal.headers['x-request-id'])
    // It is kept beside the answer, not before it.
    while ((await support.get(`/failures/${traceId}`)).statusCode === 404);
    expect(await mends(traceId)).toStrictEqual([
      { kind: 'add_redirect_uri', client_id: client.clientId, value },
    ])
  })

  it('offers the redirect URI that was not registered', async () => {
    const value = 'https://client.example/other'
    expect(await mends(await failed('redirect_uri.not_registered', value))).toStrictEqual([
      { kind: 'add_redirect_uri', client_id: client.clientId, value },
    ])
  })

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'http://evil.example/callback',
    'https://evil.example/*',
    'https://evil.example/#fragment',
    'https://client.example/callback?code=[removed]',
    `https://client.example/${'x'.repeat(980)}`,
    'not a URI',
  ])('is never offered for %s', async (got) => {
    expect(await mends(await failed('redirect_uri.not_registered', got))).toStrictEqual([])
  })

  it('is not offered for what is there already', async () => {
    expect(
      await mends(await failed('redirect_uri.not_registered', client.redirectUris[0] ?? '')),
    ).toStrictEqual([])
  })

  it('offers a grant type that exists, and no other', async () => {
    const missing = 'client_credentials'
    const offered = client.grantTypes.includes(missing)
      ? []
      : [{ kind: 'add_grant_type', client_id: client.clientId, value: missing }]
    expect(await mends(await failed('grant_type.not_registered', missing))).toStrictEqual(offered)
    expect(await mends(await failed('grant_type.not_registered', 'password'))).toStrictEqual([])
  })
})
