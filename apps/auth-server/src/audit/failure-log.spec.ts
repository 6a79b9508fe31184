import { Logger } from '@nestjs/common'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { FailureRecordStore, NewFailureRecord } from '@gatehouse/data-access'
import { OAuthError } from '@gatehouse/protocol'
import { FakeClock } from '@gatehouse/testing'
import { FailureLog } from './failure-log.js'
import type { RefusalCounts } from './refusal-counts.js'

const SCENE = { traceId: 'trace', endpoint: '/oauth2/token', clientId: 'app' }
const JWT = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl'

const turn = () => new Promise(setImmediate)

function aFailureLog(add: (record: NewFailureRecord) => Promise<void>) {
  const counts = { count: () => undefined } as unknown as RefusalCounts
  return new FailureLog({ add } as unknown as FailureRecordStore, counts, new FakeClock())
}

function refusal(detail: Record<string, string> = {}): OAuthError {
  return new OAuthError('invalid_grant', { description: 'No.', detail: { rule: 'code.unknown', ...detail } })
}

async function recordOf(error: OAuthError, scene = SCENE): Promise<NewFailureRecord> {
  const records: NewFailureRecord[] = []
  aFailureLog((record) => Promise.resolve(void records.push(record))).record(error, scene)
  await turn()
  expect(records).toHaveLength(1)
  return records[0] as NewFailureRecord
}

beforeAll(() => Logger.overrideLogger(false))
afterAll(() => Logger.overrideLogger(['error', 'warn', 'log']))

describe('a failure record', () => {
  it('says where, which rule, expected against got, how to mend it, and the section', async () => {
    const detail = {
      expected: 'https://a',
      got: 'https://b',
      mend: 'Register it',
      reference: 'RFC 6749 §3.1.2.3',
    }
    expect(await recordOf(refusal(detail))).toStrictEqual({
      ...SCENE,
      ...detail,
      at: new FakeClock().now(),
      error: 'invalid_grant',
      rule: 'code.unknown',
    })
  })

  it('has the code for a rule where the error has no detail', async () => {
    const record = await recordOf(
      new OAuthError('server_error', { description: 'Oh.', cause: new Error('inside') }),
    )
    expect(record).toMatchObject({
      rule: 'server_error',
      expected: null,
      got: null,
      mend: null,
      reference: null,
    })
  })

  it.each([
    [`https://app/cb?code=SplxlOBeZQQYbYS6WxSbIA`, 'https://app/cb?code=[removed]'],
    [`prompt ${JWT}`, 'prompt [token]'],
    ['Bearer 2YotnFZFEjr1zCsicMWpAA', 'Bearer [removed]'],
    ['x&client_secret=7Fjfp0ZBr1KtDRbnfVdmIw', 'x&client_secret=[removed]'],
  ])('holds no secret that the request held: %s', async (got, kept) => {
    expect(await recordOf(refusal({ got, expected: got, mend: got }))).toMatchObject({
      got: kept,
      expected: kept,
      mend: kept,
    })
  })

  it('is of bounded length', async () => {
    expect((await recordOf(refusal({ got: 'x'.repeat(16_384) }))).got).toHaveLength(1_000)
  })
})

describe('the failure log', () => {
  it('never throws and never makes the request wait, when the store fails or hangs', async () => {
    const broken = aFailureLog(() => Promise.reject(new Error('away')))
    expect(() => broken.record(refusal(), SCENE)).not.toThrow()
    await turn()
    expect(broken.dropped).toBe(1)
    const hanging = aFailureLog(() => new Promise(() => undefined))
    expect(() => hanging.record(refusal(), SCENE)).not.toThrow()
  })

  it('keeps no record of a request beyond a limit, which is to spare the database', async () => {
    let kept = 0
    const log = aFailureLog(() => Promise.resolve(void (kept += 1)))
    log.record(new OAuthError('temporarily_unavailable', { status: 429, description: 'Too many.' }), SCENE)
    await turn()
    expect(kept).toBe(0)
  })

  it('lets 1,000 wait and counts the rest, until there is room again', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    let kept = 0
    const log = aFailureLog(() => held.then(() => void (kept += 1)))
    for (let at = 0; at < 1_500; at += 1) log.record(refusal(), SCENE)
    expect(log.dropped).toBe(500)
    release()
    await turn()
    log.record(refusal(), SCENE)
    await turn()
    expect([kept, log.dropped]).toStrictEqual([1_001, 500])
  })
})
