import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ClientRecord } from '@gatehouse/data-access'
import { aClient } from '@gatehouse/testing'
import { CODE_VERIFIER, REDIRECT_URI, TestingApp, type Person } from '../../../testing-app.fixture.js'
import { ProofKey } from '../../dpop/proof-key.fixture.js'

const PATH = '/oauth2/userinfo'
const ALGS = 'algs="ES256 ES384 RS256 PS256 EdDSA"'

let test: TestingApp
let client: ClientRecord
let person: Person
let key: ProofKey
let token: string

beforeAll(async () => {
  test = await TestingApp.start()
  client = await aClient(test.database)
  person = await test.person()
  key = await ProofKey.make(test)
  token = await tokenFor(key)
})
afterAll(() => test.close())

async function tokenFor(bound?: ProofKey): Promise<string> {
  const form = {
    grant_type: 'authorization_code',
    code: await test.code(client, person),
    redirect_uri: REDIRECT_URI,
    code_verifier: CODE_VERIFIER,
  }
  return (await test.token(client, form, bound ? await bound.header() : {})).json().access_token
}

/** The status, error and challenge of a refusal. */
async function refusal(headers: Record<string, string>) {
  const answer = await test.get(PATH, headers)
  return [answer.statusCode, answer.json().error, answer.headers['www-authenticate']]
}

const challenge = (error: string) => expect.stringMatching(new RegExp(`^DPoP error="${error}".*, ${ALGS}$`))

describe('the userinfo endpoint with a token that is bound to a key', () => {
  it.each(['DPoP', 'dpop'])('takes it with a proof under the scheme %s (RFC 9449 §7.1)', async (scheme) => {
    const { dpop } = await key.presenting(token)
    const answer = await test.get(PATH, { authorization: `${scheme} ${token}`, dpop })
    expect([answer.statusCode, answer.json()]).toEqual([200, { sub: person.user.id }])
  })

  it('refuses it as a bearer token, with a proof or without (RFC 9449 §7.1)', async () => {
    const { dpop } = await key.presenting(token)
    for (const headers of [{}, { dpop }]) {
      expect(await refusal({ authorization: `Bearer ${token}`, ...headers })).toEqual([
        401,
        'invalid_token',
        challenge('invalid_token'),
      ])
    }
    const byForm = await test.post(PATH, { access_token: token })
    expect([byForm.statusCode, byForm.json().error]).toEqual([401, 'invalid_token'])
  })

  it('refuses it without a proof, as a thief has it (RFC 9449 §7.1)', async () => {
    expect(await refusal({ authorization: `DPoP ${token}` })).toEqual([
      401,
      'invalid_dpop_proof',
      challenge('invalid_dpop_proof'),
    ])
  })

  it('refuses it with a proof of another key (RFC 9449 §7.1)', async () => {
    const thief = await ProofKey.make(test)
    expect(await refusal(await thief.presenting(token))).toEqual([
      401,
      'invalid_token',
      challenge('invalid_token'),
    ])
  })

  it('refuses a bearer token under the scheme DPoP (RFC 9449 §7.1)', async () => {
    const bearer = await tokenFor()
    expect(await refusal(await key.presenting(bearer))).toEqual([
      401,
      'invalid_token',
      challenge('invalid_token'),
    ])
  })

  it.each<[string, Record<string, unknown>]>([
    ['the hash of another token', { ath: 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo' }],
    ['no hash', { ath: undefined }],
    ['another method', { htm: 'POST' }],
    ['another URL', { htu: 'http://localhost:4000/oauth2/token' }],
    ['an old iat', { iat: 1 }],
  ])('refuses a proof with %s (RFC 9449 §4.3)', async (_, payload) => {
    const headers = await key.presenting(token, { payload })
    expect(await refusal(headers)).toEqual([401, 'invalid_dpop_proof', challenge('invalid_dpop_proof')])
  })

  it('refuses a proof that was used before (RFC 9449 §11.1)', async () => {
    const headers = await key.presenting(token)
    expect((await test.get(PATH, headers)).statusCode).toBe(200)
    expect(await refusal(headers)).toEqual([401, 'invalid_dpop_proof', challenge('invalid_dpop_proof')])
  })

  it('refuses a token that was revoked, and does not use up the proof (RFC 7009 §2.2)', async () => {
    const gone = await tokenFor(key)
    await test.as(client, '/oauth2/revoke', { token: gone })
    const headers = await key.presenting(gone)
    expect(await refusal(headers)).toEqual([401, 'invalid_token', challenge('invalid_token')])
    expect(await refusal(headers)).toEqual([401, 'invalid_token', challenge('invalid_token')])
  })

  it('answers the scheme alone with a challenge that names no error (RFC 9449 §7.1, RFC 6750 §3.1)', async () => {
    expect(await refusal({ authorization: 'DPoP ' })).toEqual([
      401,
      'invalid_token',
      `DPoP realm="gatehouse", ${ALGS}`,
    ])
  })

  it('lets the page of any origin read the nonce and the challenge (RFC 9449 §9)', async () => {
    const answer = await test.get(PATH, { origin: 'https://app.example' })
    expect(answer.headers['access-control-expose-headers']).toBe('www-authenticate, dpop-nonce')
  })

  it('refuses a token by header and by form at once (RFC 6750 §2)', async () => {
    const answer = await test.post(PATH, { access_token: token }, await key.presenting(token))
    expect([answer.statusCode, answer.json().error]).toEqual([400, 'invalid_request'])
  })
})

describe('the revocation feed', () => {
  it('refuses a token that is bound to a key as a bearer token (RFC 9449 §7.1)', async () => {
    const answer = await test.get('/oauth2/revocations', { authorization: `Bearer ${token}` })
    expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([401, challenge('invalid_token')])
  })
})
