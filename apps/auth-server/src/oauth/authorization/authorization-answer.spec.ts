import { describe, expect, it } from '@jest/globals'
import { OAuthError } from '@gatehouse/protocol'
import { OAuthParameters } from '../../http/oauth-parameters.js'
import { byId, find } from '../../pages/page-reader.fixture.js'
import { clientRecord, ISSUER, someSettings } from '../records.fixture.js'
import { AuthorizationAnswers, originOf } from './authorization-answer.js'
import { trustRequest } from './trust-request.js'

const answers = new AuthorizationAnswers(someSettings())
const HOSTILE = '"><script>alert(1)</script>&x=y#z'

function request(redirectUri: string, change: Record<string, string> = {}) {
  const parameters = OAuthParameters.of({ client_id: 'client', redirect_uri: redirectUri, ...change })
  return trustRequest(parameters, clientRecord({ redirectUris: [redirectUri] }))
}

describe('AuthorizationAnswers', () => {
  it('adds code, state and iss to the query, and keeps the query that stood there (RFC 6749 §4.1.2, RFC 9207 §2)', () => {
    const answer = answers.code(request('https://client.example/cb?a=b', { state: HOSTILE }), 'the-code')
    expect(answer.status).toBe(303)
    const location = new URL(answer.headers['location'] ?? '')
    expect(Object.fromEntries(location.searchParams)).toEqual({
      a: 'b',
      code: 'the-code',
      state: HOSTILE,
      iss: ISSUER,
    })
    expect(location.hash).toBe('')
  })

  it('sends code and public description of an error, never its detail (RFC 6749 §4.1.2.1)', () => {
    const detail = { rule: 'r', expected: 'private' }
    const error = new OAuthError('access_denied', { description: 'No', detail })
    const { headers } = answers.error(request('https://client.example/cb'), error)
    const { searchParams } = new URL(headers['location'] ?? '')
    expect(Object.fromEntries(searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'No',
      iss: ISSUER,
    })
  })

  it('posts a form to the redirect URI with every value escaped (Form Post Response Mode §2)', () => {
    const by = request('https://client.example/cb', { response_mode: 'form_post', state: HOSTILE })
    const answer = answers.code(by, 'the-code')
    const page = answer.body as string
    expect(answer.status).toBe(200)
    expect(byId(page, 'form-post')['action']).toBe('https://client.example/cb')
    const inputs = find(page, 'input').map(({ attributes }) => [attributes['name'], attributes['value']])
    expect(Object.fromEntries(inputs)).toMatchObject({ code: 'the-code', state: HOSTILE, iss: ISSUER })
    expect(answer.headers['content-security-policy']).toContain("form-action 'self' https://client.example")
  })

  it('leads to an app by a page, for a browser blocks a redirect to its scheme (RFC 8252 §7.1)', () => {
    const answer = answers.code(request('com.example.app:/cb'), 'the-code')
    expect(answer.status).toBe(200)
    expect(answer.body).toContain('com.example.app:/cb?code=the-code')
  })
})

describe('originOf', () => {
  it('names origins of http and https alone', () => {
    expect(originOf('https://client.example:8443/cb?x')).toBe('https://client.example:8443')
    expect(originOf('com.example.app:/cb')).toBeUndefined()
  })
})
