import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ResourceStore } from '@gatehouse/data-access'
import { ADMIN_RESOURCE } from '@gatehouse/token-types'
import { ProofKey } from '../../oauth/dpop/proof-key.fixture.js'
import { ISSUER, TestingApp } from '../../testing-app.fixture.js'
import { installAdminApi } from '../admin-caller.fixture.js'

const PATH = '/admin/v1/clients'

let test: TestingApp
let key: ProofKey
let token: string

beforeAll(async () => {
  test = await TestingApp.start()
  await installAdminApi(test)
  key = await ProofKey.make(test)
  const robot = await test.confidentialClient({}, await new ResourceStore(test.database).find(ADMIN_RESOURCE))
  const form = { grant_type: 'client_credentials', scope: 'admin:clients:read', resource: ADMIN_RESOURCE }
  token = (await test.token(robot, form, { dpop: await key.proof() })).json<{ access_token: string }>()
    .access_token
})

afterAll(() => test.close())

const proofFor = (method: string) => {
  const ath = createHash('sha256').update(token).digest('base64url')
  return key.proof({ payload: { htm: method, htu: `${ISSUER}${PATH}`, ath } })
}

describe('a token of the admin API that is bound to a key (RFC 9449 §7)', () => {
  it('passes with a proof, and with each proof once', async () => {
    const headers = { authorization: `DPoP ${token}`, dpop: await proofFor('GET') }
    expect((await test.get(PATH, headers)).statusCode).toBe(200)
    expect((await test.get(PATH, headers)).statusCode).toBe(401)
  })

  it('is refused as a bearer token, and with a proof for another method', async () => {
    expect((await test.get(PATH, { authorization: `Bearer ${token}` })).statusCode).toBe(401)
    const headers = { authorization: `DPoP ${token}`, dpop: await proofFor('POST') }
    expect((await test.get(PATH, headers)).statusCode).toBe(401)
  })
})
