import { describe, expect, it } from '@jest/globals'
import { OAuthParameters } from '../../http/oauth-parameters.js'
import { clientRecord, REDIRECT_URI, refusalOf } from '../records.fixture.js'
import { trustRequest } from './trust-request.js'

const OTHER = 'https://client.example/other'
const client = clientRecord()
const trust = (query: string, of: typeof client | null = client) =>
  trustRequest(OAuthParameters.parse(query), of ?? undefined)
const given = (uri: string) => `client_id=client&redirect_uri=${encodeURIComponent(uri)}`

describe('trustRequest', () => {
  it('trusts a registered redirect URI, letter by letter (RFC 6749 §3.1.2.3)', () => {
    expect(trust(`${given(REDIRECT_URI)}&state=s`)).toMatchObject({
      redirectUri: REDIRECT_URI,
      redirectUriGiven: true,
      responseMode: 'query',
      state: 's',
    })
  })

  it('takes the one registered URI when a plain OAuth request leaves it out (RFC 6749 §3.1.2.3)', () => {
    expect(trust('client_id=client')).toMatchObject({ redirectUri: REDIRECT_URI, redirectUriGiven: false })
  })

  it('keeps the port of a loopback redirect URI as it was asked for (RFC 8252 §7.3)', () => {
    const native = clientRecord({ redirectUris: ['http://127.0.0.1/cb'] })
    expect(trust(given('http://127.0.0.1:5555/cb'), native).redirectUri).toBe('http://127.0.0.1:5555/cb')
  })

  it.each([
    ['client.unknown', 'without a client (RFC 6749 §4.1.2.1)', 'client_id=nobody', null],
    ['redirect_uri.not_registered', 'for another URI (RFC 6749 §3.1.2.3)', given(`${REDIRECT_URI}/`), client],
    [
      'redirect_uri.missing',
      'without a URI in an OpenID request (OIDC Core §3.1.2.1)',
      'client_id=client&scope=openid',
      client,
    ],
    [
      'redirect_uri.missing',
      'without a URI where two are registered (RFC 6749 §3.1.2.3)',
      'client_id=client',
      clientRecord({ redirectUris: [REDIRECT_URI, OTHER] }),
    ],
    [
      'redirect_uri.missing',
      'without a URI where none is registered (RFC 6749 §3.1.2.3)',
      'client_id=client',
      clientRecord({ redirectUris: [] }),
    ],
    [
      'parameter.repeated',
      'with two redirect URIs, both registered (RFC 6749 §3.1)',
      `${given(REDIRECT_URI)}&redirect_uri=${encodeURIComponent(OTHER)}`,
      clientRecord({ redirectUris: [REDIRECT_URI, OTHER] }),
    ],
    ['parameter.repeated', 'with two clients (RFC 6749 §3.1)', `${given(REDIRECT_URI)}&client_id=b`, client],
  ])('refuses by %s %s', async (rule, _, query, of) => {
    expect(await refusalOf(() => trust(query, of))).toBe(`invalid_request ${rule}`)
  })

  it('names the nearest registered URI in the private detail only (RFC 6749 §4.1.2.1)', () => {
    try {
      trust(given('https://client.example/callbakc'))
      throw new Error('was trusted')
    } catch (error) {
      expect(error).toMatchObject({ detail: { expected: REDIRECT_URI } })
      expect(JSON.stringify(error)).not.toContain(REDIRECT_URI)
    }
  })

  it('gives back no state that came twice, and answers an unknown mode by query (RFC 6749 §3.1)', () => {
    const request = trust(`${given(REDIRECT_URI)}&state=a&state=b&response_mode=fragment`)
    expect(request.state).toBeUndefined()
    expect(request.responseMode).toBe('query')
  })
})
