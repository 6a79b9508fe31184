import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ClientRecord } from '@gatehouse/data-access'
import { JWT_BEARER_ASSERTION_TYPE } from '@gatehouse/token-types'
import fc from 'fast-check'
import { basic, CODE_CHALLENGE, REDIRECT_URI, TestingApp, type Person } from '../testing-app.fixture.js'

const ENDPOINTS = [
  '/oauth2/authorize',
  '/oauth2/token',
  '/oauth2/introspect',
  '/oauth2/revoke',
  '/oauth2/userinfo',
  '/oauth2/logout',
  '/oauth2/logout/confirm',
  '/oauth2/revocations',
  '/.well-known/openid-configuration',
  '/.well-known/jwks.json',
]

let test: TestingApp
let client: ClientRecord
let person: Person
/** Pairs with which a request gets past its first checks. */
let meaningful: (readonly [string, string])[]

beforeAll(async () => {
  test = await TestingApp.start()
  client = await test.confidentialClient({ redirectUris: [REDIRECT_URI] })
  person = await test.person()
  const tokens = await test.tokens(client, person, { scope: ['openid', 'offline_access'] })
  meaningful = [
    ['client_id', client.clientId],
    ['redirect_uri', REDIRECT_URI],
    ['response_type', 'code'],
    ['scope', 'openid'],
    ['code_challenge', CODE_CHALLENGE],
    ['code_challenge_method', 'S256'],
    ['grant_type', 'authorization_code'],
    ['grant_type', 'refresh_token'],
    ['grant_type', 'client_credentials'],
    ['client_assertion_type', JWT_BEARER_ASSERTION_TYPE],
    ['token', tokens.access_token],
    ['token', tokens.refresh_token],
    ['access_token', tokens.access_token],
    ['id_token_hint', tokens.id_token],
    ['refresh_token', tokens.refresh_token],
    ['prompt', 'none'],
  ]
})
afterAll(() => test.close())

/** A refusal or an answer, in order; anything of the inside is a fault. */
function expectOrderly(answer: Awaited<ReturnType<TestingApp['get']>>, sent: unknown): void {
  const { statusCode, body } = answer
  if (statusCode >= 500) throw new Error(`${statusCode} to ${JSON.stringify(sent)}: ${body.slice(0, 300)}`)
  expect(body).not.toMatch(/\bat \w+ \(|node_modules|prisma|ECONN/i)
  expect(answer.headers['x-content-type-options']).toBe('nosniff')
}

const everywhere = async (send: (path: string) => PromiseLike<Awaited<ReturnType<TestingApp['get']>>>) => {
  for (const path of ENDPOINTS) expectOrderly(await send(path), path)
}

const CORPUS: readonly [string, string][] = [
  ['nothing', ''],
  ['separators alone', '&&=&=&'],
  ['a broken percent-encoding', 'client_id=%&scope=%zz&code=%E0%A4%A'],
  ['bytes that are no UTF-8', 'client_id=%ff%fe&token=%c0%80&code=%ed%a0%80'],
  ['U+0000 everywhere', 'client_id=%00&token=%00&code=%00&grant_type=%00&state=%00&id_token_hint=%00'],
  ['line breaks', 'state=a%0d%0aset-cookie:%20x=y&redirect_uri=%0d%0a&scope=%0a'],
  ['markup', 'client_id=%3Cscript%3Ealert(1)%3C/script%3E&state=%22%3E%3Cimg%3E&scope=%3Cb%3E'],
  ['names of prototypes', '__proto__=a&constructor=b&toString=c&grant_type=__proto__&scope=constructor'],
  ['brackets', 'client_id[]=a&client_id[$ne]=b&scope[0][1]=c'],
  ['a very long value', `client_id=${'a'.repeat(20_000)}`],
  ['very many names', Array.from({ length: 5_000 }, (_, at) => `n${at}=1`).join('&')],
  ['the same name very often', 'scope=openid&'.repeat(2_000)],
  ['numbers beyond all bounds', 'max_age=99999999999999999999&client_id=1e400'],
  ['deep JSON', `claims=${'%5B'.repeat(4_000)}`],
  ['JSON of wrong shapes', 'claims=%7B%22id_token%22%3A%7B%22sub%22%3A%7B%22value%22%3A%7B%7D%7D%7D%7D'],
]

describe('a corpus of malformed requests at every endpoint never meets a 500', () => {
  it.each(CORPUS)('%s, as form and as query (RFC 6749 §3.1, §3.2)', async (_, text) => {
    const authorization = basic(client.clientId)
    const cookie = person.cookie
    await everywhere((path) => test.post(path, text))
    await everywhere((path) => test.post(path, text, { authorization, cookie }))
    const query = text.slice(0, 12_000)
    await everywhere((path) => test.get(`${path}?${query}`, { cookie }))
  })

  it.each([
    ['application/json', '{"client_id": {"$ne": 1}}'],
    ['application/json', '{"__proto__": {"a": 1}}'],
    ['application/json', '['],
    ['application/json', '"grant_type=client_credentials"'],
    ['multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nb\r\n--x--'],
    ['text/xml', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
    ['application/x-www-form-urlencoded; charset=utf-16', 'grant_type=a'],
    ['', 'a=b'],
    [';;;', 'a=b'],
  ])('a body of type "%s" (RFC 6749 §3.2)', async (type, text) => {
    await everywhere((path) => test.post(path, text, { 'content-type': type }))
  })

  it.each([
    ['authorization', 'Basic ' + 'A'.repeat(10_000)],
    ['authorization', 'Bearer ' + 'a.'.repeat(5_000)],
    ['authorization', 'Bearer eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6e319.bnVsbA.AA'],
    ['authorization', `Basic ${Buffer.from('\u0000:\u0000').toString('base64')}`],
    ['authorization', 'Digest username="a"'],
    ['cookie', 'gatehouse-session=%00; gatehouse-browser=%'],
    ['cookie', '=; ;;; __proto__=a; gatehouse-session="'],
    ['accept-language', 'x-'.repeat(2_000)],
    ['origin', 'null'],
    ['x-forwarded-for', '<script>, 999.999.999.999'],
    ['if-none-match', '*, W/"x"'],
  ])('a header %s: %s (RFC 9110)', async (name, value) => {
    await everywhere((path) => test.get(path, { [name]: value }))
    await everywhere((path) => test.post(path, { client_id: client.clientId }, { [name]: value }))
  })

  it('a body over the limit, and methods that nobody offers', async () => {
    await everywhere((path) => test.post(path, `a=${'b'.repeat(70_000)}`))
    for (const method of ['PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'] as const) {
      await everywhere((url) => test.app.inject({ method, url }))
    }
  })
})

describe('anything at all', () => {
  const NAMES = [
    ...['client_id', 'client_secret', 'client_assertion', 'client_assertion_type', 'grant_type', 'code'],
    ...['redirect_uri', 'code_verifier', 'refresh_token', 'scope', 'resource', 'token', 'token_type_hint'],
    ...['access_token', 'response_type', 'response_mode', 'state', 'nonce', 'prompt', 'max_age', 'claims'],
    ...['id_token_hint', 'login_hint', 'acr_values', 'display', 'ui_locales', 'code_challenge', 'request'],
    ...['code_challenge_method', 'request_uri', 'post_logout_redirect_uri', 'decision', 'csrf'],
  ]
  const base64 = (text: string) => Buffer.from(text).toString('base64url')
  const jsonPart = fc.json({ maxDepth: 3 }).map(base64)
  const header = fc
    .record({
      alg: fc.oneof(fc.constantFrom('ES256', 'RS256', 'none', 'HS256'), fc.jsonValue()),
      typ: fc.oneof(fc.constantFrom('JWT', 'at+jwt'), fc.jsonValue()),
      kid: fc.oneof(fc.string(), fc.jsonValue()),
      crit: fc.jsonValue(),
    })
    .map((value) => base64(JSON.stringify(value)))
  const jwt = fc
    .tuple(fc.oneof(header, jsonPart), jsonPart, fc.base64String())
    .map((parts) => parts.join('.'))
  const word = fc.constantFrom('none', 'openid', '0', 'login consent')
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), jwt, fc.webUrl(), word)
  const anyPair = fc.tuple(fc.oneof(fc.constantFrom(...NAMES), fc.string()), value)

  it('never meets a 500, at any endpoint, with or without authentication (RFC 6749 §5.2)', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ENDPOINTS),
        fc.constantFrom('GET', 'POST'),
        fc.array(anyPair, { maxLength: 6 }),
        fc.uniqueArray(fc.constantFrom(...meaningful), { selector: ([name]) => name }),
        fc.boolean(),
        fc.boolean(),
        async (path, method, pairs, known, isClient, isSignedIn) => {
          const taken = new Set(pairs.map(([name]) => name))
          const form = [...known.filter(([name]) => !taken.has(name)), ...pairs]
          const encoded = new URLSearchParams(form.map(([name, text]): [string, string] => [name, text]))
          const headers = {
            ...(isClient ? { authorization: basic(client.clientId) } : {}),
            ...(isSignedIn ? { cookie: person.cookie } : {}),
          }
          const answer =
            method === 'GET'
              ? await test.get(`${path}?${encoded.toString()}`, headers)
              : await test.post(path, encoded.toString(), headers)
          expectOrderly(answer, { path, method, form, isClient, isSignedIn })
        },
      ),
      { numRuns: 600 },
    )
  }, 60_000)
})
