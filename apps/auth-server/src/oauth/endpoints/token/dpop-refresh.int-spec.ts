import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { ClientRecord } from '@gatehouse/data-access'
import { aClient } from '@gatehouse/testing'
import {
  CODE_VERIFIER,
  payloadOf,
  REDIRECT_URI,
  TestingApp,
  type Person,
} from '../../../testing-app.fixture.js'
import { ProofKey } from '../../dpop/proof-key.fixture.js'

const PARALLEL = 500

let test: TestingApp
let client: ClientRecord
let person: Person
let key: ProofKey
let thief: ProofKey
let first: string

beforeAll(async () => {
  test = await TestingApp.start()
  client = await aClient(test.database)
  person = await test.person()
  key = await ProofKey.make(test)
  thief = await ProofKey.make(test)
})
afterAll(() => test.close())
beforeEach(async () => {
  first = await refreshTokenOf(client, key)
})

async function refreshTokenOf(by: ClientRecord, bound?: ProofKey): Promise<string> {
  const form = {
    grant_type: 'authorization_code',
    code: await test.code(by, person, { scope: ['openid', 'offline_access'] }),
    redirect_uri: REDIRECT_URI,
    code_verifier: CODE_VERIFIER,
  }
  return (await test.token(by, form, bound ? await bound.header() : {})).json().refresh_token
}

async function refresh(token: string, proven?: ProofKey, by = client, change: Record<string, string> = {}) {
  const form = { grant_type: 'refresh_token', refresh_token: token, ...change }
  return test.token(by, form, proven ? await proven.header() : {})
}

const errorOf = async (answer: ReturnType<typeof refresh>) => {
  const { statusCode, body } = await answer
  return [statusCode, (JSON.parse(body) as { error?: string }).error]
}

describe('the refresh token of a public client that proved a key', () => {
  it('goes on with that key (RFC 9449 §5)', async () => {
    const second = (await refresh(first, key)).json()
    expect(second.token_type).toBe('DPoP')
    expect(payloadOf(second.access_token)['cnf']).toEqual({ jkt: key.jkt })
    expect((await refresh(second.refresh_token, key)).statusCode).toBe(200)
  })

  it('is refused without a proof and with that of another key, and nothing is consumed (RFC 9449 §5)', async () => {
    expect(await errorOf(refresh(first))).toEqual([400, 'invalid_dpop_proof'])
    expect(await errorOf(refresh(first, thief))).toEqual([400, 'invalid_grant'])
    expect((await refresh(first, key)).statusCode).toBe(200)
  })

  it('ends nothing when a thief without the key presents it again (RFC 9449 §5, RFC 9700 §4.14.2)', async () => {
    const second = (await refresh(first, key)).json()
    test.clock.advance(11)
    expect(await errorOf(refresh(first))).toEqual([400, 'invalid_dpop_proof'])
    expect(await errorOf(refresh(first, thief))).toEqual([400, 'invalid_grant'])
    expect((await refresh(second.refresh_token, key)).statusCode).toBe(200)
  })

  it('ends the family when the holder of the key presents it outside the window (RFC 9700 §4.14.2)', async () => {
    const second = (await refresh(first, key)).json()
    test.clock.advance(11)
    expect(await errorOf(refresh(first, key))).toEqual([400, 'invalid_grant'])
    expect(await errorOf(refresh(second.refresh_token, key))).toEqual([400, 'invalid_grant'])
  })

  it('gets the same answer within the grace window, with another proof of the same key (RFC 9700 §4.14.2)', async () => {
    const second = (await refresh(first, key)).json()
    expect((await refresh(first, key)).json()).toEqual(second)
    expect(await errorOf(refresh(first, thief))).toEqual([400, 'invalid_grant'])
  })

  it('becomes bound when the first proof comes with a refresh (RFC 9449 §5)', async () => {
    const unbound = await refreshTokenOf(client)
    const second = (await refresh(unbound, key)).json()
    expect(await errorOf(refresh(second.refresh_token))).toEqual([400, 'invalid_dpop_proof'])
    expect((await refresh(second.refresh_token, key)).statusCode).toBe(200)
  })
})

describe('the refresh token of a confidential client', () => {
  it('is bound by client authentication: the key may change, and each access token has its own (RFC 9449 §5)', async () => {
    const server = await test.confidentialClient()
    const token = await refreshTokenOf(server, key)
    const second = (await refresh(token, thief, server)).json()
    expect(payloadOf(second.access_token)['cnf']).toEqual({ jkt: thief.jkt })
    expect((await refresh(second.refresh_token, undefined, server)).json()).toMatchObject({
      token_type: 'Bearer',
    })
  })

  it('gets the same answer within the grace window for the same key only (RFC 9700 §4.14.2)', async () => {
    const server = await test.confidentialClient()
    const token = await refreshTokenOf(server, key)
    const second = (await refresh(token, key, server)).json()
    expect((await refresh(token, key, server)).json()).toEqual(second)
    for (const other of [thief, undefined]) {
      expect(await errorOf(refresh(token, other, server))).toEqual([400, 'invalid_grant'])
    }
    expect((await refresh(second.refresh_token, key, server)).statusCode).toBe(200)
  })
})

describe(`${PARALLEL} refreshes at once with as many proofs of one key`, () => {
  it('give one successor to all, and revoke no family (RFC 9700 §4.14.2)', async () => {
    const headers = await Promise.all(Array.from({ length: PARALLEL }, () => key.header()))
    const before = await test.database.prisma.refreshToken.count()
    const form = { grant_type: 'refresh_token', refresh_token: first }
    const answers = await Promise.all(headers.map((header) => test.token(client, form, header)))
    expect(answers.filter(({ statusCode }) => statusCode !== 200)).toEqual([])
    expect(new Set(answers.map((answer) => answer.json().refresh_token)).size).toBe(1)
    expect((await test.database.prisma.refreshToken.count()) - before).toBe(1)
    const [answer] = answers
    expect((await refresh(answer?.json().refresh_token, key)).statusCode).toBe(200)
  }, 60_000)
})
