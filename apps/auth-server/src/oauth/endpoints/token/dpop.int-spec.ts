import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ClientRecord } from '@gatehouse/data-access'
import { aClient } from '@gatehouse/testing'
import {
  CODE_VERIFIER,
  payloadOf,
  REDIRECT_URI,
  TestingApp,
  type Person,
} from '../../../testing-app.fixture.js'
import { ProofKey, type ProofChange } from '../../dpop/proof-key.fixture.js'

let test: TestingApp
let client: ClientRecord
let person: Person
let key: ProofKey

beforeAll(async () => {
  test = await TestingApp.start()
  client = await aClient(test.database)
  person = await test.person()
  key = await ProofKey.make(test)
})
afterAll(() => test.close())

const formOf = (code: string) => ({
  grant_type: 'authorization_code',
  code,
  redirect_uri: REDIRECT_URI,
  code_verifier: CODE_VERIFIER,
})

const redeem = (code: string, headers: Record<string, string>, by = client) =>
  test.token(by, formOf(code), headers)

describe('the token endpoint with a DPoP proof', () => {
  it.each(['ES256', 'ES384', 'EdDSA', 'RS256', 'PS256'])(
    'binds the access token to a key of %s (RFC 9449 §5, §6.1)',
    async (alg) => {
      const own = await ProofKey.make(test, alg)
      const answer = await redeem(await test.code(client, person), await own.header())
      expect(answer.json()).toMatchObject({ token_type: 'DPoP' })
      expect(payloadOf(answer.json().access_token)['cnf']).toEqual({ jkt: own.jkt })
      expect(answer.headers).not.toHaveProperty('dpop-nonce')
    },
  )

  it('binds the token of client credentials, and introspection says so (RFC 9449 §6.2)', async () => {
    const machine = await test.confidentialClient()
    const answer = await test.token(machine, { grant_type: 'client_credentials' }, await key.header())
    expect(answer.json()).toMatchObject({ token_type: 'DPoP' })
    expect((await test.introspect(machine, answer.json().access_token)).json()).toMatchObject({
      active: true,
      token_type: 'DPoP',
      cnf: { jkt: key.jkt },
    })
  })

  it('issues a bearer token without a proof (RFC 9449 §5)', async () => {
    const answer = await redeem(await test.code(client, person), {})
    expect(answer.json()).toMatchObject({ token_type: 'Bearer' })
    expect(payloadOf(answer.json().access_token)).not.toHaveProperty('cnf')
  })

  it('names the algorithms in its metadata (RFC 9449 §5.1)', async () => {
    const metadata = (await test.get('/.well-known/openid-configuration')).json()
    expect(metadata.dpop_signing_alg_values_supported).toEqual(['ES256', 'ES384', 'RS256', 'PS256', 'EdDSA'])
  })

  it('lets the page of a registered origin read the nonce of an answer (RFC 9449 §8.1)', async () => {
    const spa = await aClient(test.database, { corsOrigins: ['https://app.example'] })
    const headers = { ...(await key.header()), origin: 'https://app.example' }
    const answer = await redeem(await test.code(spa, person), headers, spa)
    expect(answer.headers['access-control-expose-headers']).toContain('dpop-nonce')
  })
})

describe('a wrong proof at the token endpoint', () => {
  const wrong: [string, (now: number) => ProofChange][] = [
    ['htm of another method', () => ({ payload: { htm: 'GET' } })],
    ['htu of another endpoint', () => ({ payload: { htu: 'http://localhost:4000/oauth2/userinfo' } })],
    ['htu of another host', () => ({ payload: { htu: 'http://evil.example/oauth2/token' } })],
    ['an old iat', (now) => ({ payload: { iat: now - 61 } })],
    ['an iat in the future', (now) => ({ payload: { iat: now + 61 } })],
    ['no jti', () => ({ payload: { jti: undefined } })],
    ['another typ', () => ({ header: { typ: 'JWT' } })],
    ['its private key in the jwk', () => ({ header: { jwk: key.privateJwk } })],
  ]

  it.each(wrong)('with %s is refused, and the code stays good (RFC 9449 §4.3)', async (_, changed) => {
    const code = await test.code(client, person)
    const answer = await redeem(code, await key.header(changed(test.clock.now().getTime() / 1000)))
    expect([answer.statusCode, answer.json().error]).toEqual([400, 'invalid_dpop_proof'])
    expect((await redeem(code, await key.header())).statusCode).toBe(200)
  })

  it.each(['none', 'HS256'])('by alg %s is refused (RFC 9449 §4.3)', async (alg) => {
    const [, payload] = (await key.proof()).split('.')
    const header = Buffer.from(JSON.stringify({ typ: 'dpop+jwt', alg, jwk: key.publicJwk })).toString(
      'base64url',
    )
    for (const signature of ['', 'AAAA']) {
      const answer = await redeem(await test.code(client, person), {
        dpop: `${header}.${payload}.${signature}`,
      })
      expect([answer.statusCode, answer.json().error]).toEqual([400, 'invalid_dpop_proof'])
    }
  })

  it.each(['', ' ', 'x', 'a.b.c', ','])('of the text %j is refused (RFC 9449 §4.3)', async (dpop) => {
    const answer = await redeem(await test.code(client, person), { dpop })
    expect([answer.statusCode, answer.json().error]).toEqual([400, 'invalid_dpop_proof'])
  })

  it('is not mended by a Host header: the URL is that of the issuer (RFC 9449 §4.3)', async () => {
    const headers = await key.header({ payload: { htu: 'http://evil.example/oauth2/token' } })
    const answer = await redeem(await test.code(client, person), { ...headers, host: 'evil.example' })
    expect(answer.json()).toMatchObject({ error: 'invalid_dpop_proof' })
  })

  it('is one of two: two DPoP headers are refused (RFC 9449 §4.3)', async () => {
    await test.app.listen(0, '127.0.0.1')
    const { port } = test.app.getHttpServer().address() as AddressInfo
    const dpop = [await key.proof(), await key.proof()]
    const form = new URLSearchParams({
      client_id: client.clientId,
      ...formOf(await test.code(client, person)),
    })
    const error = await new Promise((done, fail) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded', dpop }
      request(
        { host: '127.0.0.1', port, path: '/oauth2/token', method: 'POST', headers, agent: false },
        (response) => {
          response.once('data', (body: Buffer) =>
            done((JSON.parse(body.toString()) as { error: string }).error),
          )
        },
      )
        .once('error', fail)
        .end(form.toString())
    })
    expect(error).toBe('invalid_dpop_proof')
  })

  it('is one that was used before, with the same or another code (RFC 9449 §11.1)', async () => {
    const header = await key.header()
    expect((await redeem(await test.code(client, person), header)).statusCode).toBe(200)
    const code = await test.code(client, person)
    const replayed = await redeem(code, header)
    expect([replayed.statusCode, replayed.json().error]).toEqual([400, 'invalid_dpop_proof'])
    expect((await redeem(code, await key.header())).statusCode).toBe(200)
  })

  it('is one that was used before, until its window has passed (RFC 9449 §11.1)', async () => {
    const header = await key.header()
    await redeem(await test.code(client, person), header)
    for (const seconds of [30, 30, 30]) {
      test.clock.advance(seconds)
      const answer = await redeem(await test.code(client, await test.person()), header)
      expect(answer.json()).toMatchObject({ error: 'invalid_dpop_proof' })
    }
  })

  it('is used once by 20 requests at the same time (RFC 9449 §11.1)', async () => {
    const header = await key.header()
    const codes = await Promise.all(Array.from({ length: 20 }, () => test.code(client, person)))
    const answers = await Promise.all(codes.map((code) => redeem(code, header)))
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1)
  })

  it('is not used up by a request that fails otherwise (RFC 9449 §4.3)', async () => {
    const header = await key.header()
    expect((await redeem('unknown', header)).json()).toMatchObject({ error: 'invalid_grant' })
    expect((await redeem(await test.code(client, person), header)).statusCode).toBe(200)
  })
})

describe('a client that is registered for bound tokens alone', () => {
  it('gets none without a proof, and its code stays good (RFC 9449 §5.2)', async () => {
    const careful = await aClient(test.database, { dpopBoundAccessTokens: true })
    const code = await test.code(careful, person)
    const answer = await redeem(code, {}, careful)
    expect([answer.statusCode, answer.json().error]).toEqual([400, 'invalid_dpop_proof'])
    expect((await redeem(code, await key.header(), careful)).json()).toMatchObject({ token_type: 'DPoP' })
  })
})

describe('a code that is bound to a key by dpop_jkt', () => {
  const boundCode = async (dpopJkt: string) => {
    const query = new URLSearchParams({
      client_id: client.clientId,
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      scope: 'openid',
      prompt: 'none',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
      dpop_jkt: dpopJkt,
    })
    await test.code(client, person)
    const scopes = { userId: person.user.id, clientId: client.clientId }
    const grant = await test.database.prisma.grant.findUniqueOrThrow({ where: { userId_clientId: scopes } })
    const consent = { grantId: grant.id, resourceIdentifier: '', scope: 'openid' }
    await test.database.prisma.consentedScope.createMany({ data: [consent], skipDuplicates: true })
    const answer = await test.get(`/oauth2/authorize?${query.toString()}`, { cookie: person.cookie })
    return new URL(answer.headers.location ?? '').searchParams
  }

  it('is redeemed with a proof of that key alone, and a thief burns nothing (RFC 9449 §10)', async () => {
    const thief = await ProofKey.make(test)
    const code = (await boundCode(key.jkt)).get('code') ?? ''
    expect((await redeem(code, {})).json()).toMatchObject({ error: 'invalid_dpop_proof' })
    expect((await redeem(code, await thief.header())).json()).toMatchObject({ error: 'invalid_grant' })
    const { access_token, token_type } = (await redeem(code, await key.header())).json()
    expect(token_type).toBe('DPoP')
    expect((await redeem(code, await thief.header())).json()).toMatchObject({ error: 'invalid_grant' })
    const headers = await key.presenting(access_token)
    expect((await test.get('/oauth2/userinfo', headers)).statusCode).toBe(200)
  })

  it('is never issued for what is no thumbprint (RFC 9449 §10)', async () => {
    expect((await boundCode('x')).get('error')).toBe('invalid_request')
  })
})
