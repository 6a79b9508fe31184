import { beforeAll, describe, expect, it } from '@jest/globals'
import { setTimeout as sleep } from 'node:timers/promises'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { ScriptedPerson } from '../person/scripted-person.js'
import { expectErrorPage, expectIdToken, expectTokenError, expectTokenResponse } from './checks.js'
import { TestedClient } from './tested-client.js'

describe('OpenID Connect Basic OP: code, redirect URI, client authentication, refresh', () => {
  let gatehouse: RunningGatehouse
  let client: TestedClient
  let person: ScriptedPerson

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    client = await TestedClient.register(gatehouse, { name: 'Conformance code' })
    person = new ScriptedPerson(gatehouse.issuer, gatehouse.demo)
    await client.signIn(person)
  }, START_TIMEOUT)

  const userinfo = (accessToken: string) =>
    fetch(client.metadata.userinfo_endpoint, { headers: { authorization: `Bearer ${accessToken}` } })

  /** An unsigned request object, as the modules send one. */
  const requestObject = (claims: object) =>
    ['{"alg":"none"}', JSON.stringify(claims)]
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.') + '.'

  it.each([
    ['oidcc-codereuse', 0],
    ['oidcc-codereuse-30seconds, shortened', 2000],
  ])(
    '%s: the second use gets invalid_grant and ends what the first gave (RFC 6749 §4.1.2)',
    async (_module, waitMs) => {
      const { outcome, tokens } = await client.signIn(person, { scope: 'openid offline_access' })
      expect((await userinfo(tokens.access_token)).status).toBe(200)
      await sleep(waitMs)
      await expectTokenError(await client.tokenRequest(client.codeForm(outcome)), 'invalid_grant')
      expect((await userinfo(tokens.access_token)).status).toBe(401)
      const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' }
      await expectTokenError(await client.tokenRequest(refresh), 'invalid_grant')
    },
  )

  it('lets one of many parallel redemptions of a code win (RFC 6749 §4.1.2)', async () => {
    const outcome = await client.authorize(person)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => client.tokenRequest(client.codeForm(outcome))),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(19)
  })

  it.each([
    ['oidcc-ensure-registered-redirect-uri', 'https://client.example.test/callback/other'],
    ['oidcc-redirect-uri-query-added', 'https://client.example.test/callback?foo=bar'],
    ['a redirect URI in other letters', 'https://client.example.test/Callback'],
    ['a redirect URI with a fragment', 'https://client.example.test/callback#part'],
  ])('%s: an error page, never a redirect (RFC 6749 §3.1.2.4)', async (_module, redirect_uri) => {
    const url = client.authorizationUrl(client.request({ redirect_uri }))
    expectErrorPage(await person.follow(url))
  })

  it('oidcc-ensure-redirect-uri-in-authorization-request: without one, an error page (OIDC Core §3.1.2.1)', async () => {
    expectErrorPage(await person.follow(client.authorizationUrl(client.request({ redirect_uri: undefined }))))
  })

  it('oidcc-redirect-uri-query-OK and -mismatch: a registered query stays, another is refused (RFC 6749 §3.1.2)', async () => {
    const withQuery = await TestedClient.register(gatehouse, {
      name: 'Conformance query',
      redirectUris: ['https://client.example.test/callback?foo=bar'],
    })
    const outcome = await withQuery.authorize(person)
    expect([...outcome.response.keys()].sort()).toEqual(['code', 'foo', 'iss', 'state'])
    expect(outcome.response.get('foo')).toBe('bar')
    expect((await withQuery.exchange(outcome)).scope).toBe('openid')
    for (const redirect_uri of [
      'https://client.example.test/callback?foo=baz',
      'https://client.example.test/callback',
    ]) {
      expectErrorPage(await person.follow(withQuery.authorizationUrl(withQuery.request({ redirect_uri }))))
    }
  })

  it('wants the redirect URI of the request at the token endpoint too (RFC 6749 §4.1.3)', async () => {
    const form = client.codeForm(await client.authorize(person))
    const other = { ...form, redirect_uri: 'https://client.example.test/other' }
    await expectTokenError(await client.tokenRequest(other), 'invalid_grant')
    expect((await client.tokenRequest(form)).status).toBe(200)
  })

  it('oidcc-server-client-secret-post: the secret in the form (RFC 6749 §2.3.1)', async () => {
    const posting = await TestedClient.register(gatehouse, {
      name: 'Conformance secret post',
      authMethod: 'client_secret_post',
    })
    const { tokens, outcome } = await posting.signIn(person)
    await expectIdToken(posting.metadata, tokens.id_token, {
      clientId: posting.registration.clientId,
      nonce: outcome.request.get('nonce'),
      accessToken: tokens.access_token,
    })
  })

  it('refuses a wrong secret with 401 and the Basic challenge, and the code stays good (RFC 6749 §5.2)', async () => {
    const form = client.codeForm(await client.authorize(person))
    const basic = Buffer.from(`${client.registration.clientId}:wrong`).toString('base64')
    const refused = await fetch(client.metadata.token_endpoint, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams(form),
    })
    expect(refused.headers.get('www-authenticate')).toMatch(/^Basic /u)
    await expectTokenError(refused, 'invalid_client', 401)
    await expectTokenResponse(await client.tokenRequest(form))
  })

  it('oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported (OIDC Core §3.1.2.6)', async () => {
    const request = requestObject({ client_id: client.registration.clientId, scope: 'openid' })
    expect(await client.refusal(person, { request })).toBe('request_not_supported')
    expect(client.metadata['request_parameter_supported']).toBe(false)
  })

  it('oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported (OIDC Core §3.1.2.6)', async () => {
    const request_uri = 'https://client.example.test/request.jwt'
    expect(await client.refusal(person, { request_uri })).toBe('request_uri_not_supported')
    expect(client.metadata['request_uri_parameter_supported']).toBe(false)
  })

  it('oidcc-ensure-request-object-with-redirect-uri: a wrong one beside the object is never followed (OIDC Core §6.1)', async () => {
    const redirect_uri = 'https://attacker.example.test/callback'
    const request = requestObject({ redirect_uri: client.registration.redirectUri })
    expectErrorPage(await person.follow(client.authorizationUrl(client.request({ request, redirect_uri }))))
  })

  it('oidcc-refresh-token: the same person and moment, bound to the client (OIDC Core §12.2, RFC 6749 §6)', async () => {
    const { tokens, outcome } = await client.signIn(person, {
      scope: 'openid offline_access',
      prompt: 'consent',
    })
    expect(tokens.refresh_token).toMatch(/^[\x21-\x7E]+$/u)
    const clientId = client.registration.clientId
    const first = await expectIdToken(client.metadata, tokens.id_token, {
      clientId,
      nonce: outcome.request.get('nonce'),
      accessToken: tokens.access_token,
    })
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' }

    const stranger = await TestedClient.register(gatehouse, { name: 'Conformance second client' })
    await expectTokenError(await stranger.tokenRequest(form), 'invalid_grant')

    const renewed = await expectTokenResponse(await client.tokenRequest(form))
    const second = await expectIdToken(client.metadata, renewed.id_token, {
      clientId,
      accessToken: renewed.access_token,
    })
    const { iss, sub, aud, auth_time } = first
    expect(second).toMatchObject({ iss, sub, aud, auth_time })
    expect(renewed.access_token).not.toBe(tokens.access_token)
    expect((await userinfo(renewed.access_token)).status).toBe(200)
  })

  it('gives no refresh token without offline_access (OIDC Core §11)', async () => {
    expect((await client.signIn(person)).tokens).not.toHaveProperty('refresh_token')
  })
})
