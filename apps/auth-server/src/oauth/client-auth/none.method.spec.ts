import { describe, expect, it } from '@jest/globals'
import { OAuthParameters } from '../../http/oauth-parameters.js'
import { refusalOf } from '../records.fixture.js'
import { NoAuthentication } from './none.method.js'

const method = new NoAuthentication()
const shown = (query: string, authorization?: string) => ({
  authorization,
  parameters: OAuthParameters.parse(query),
})

describe('client authentication by none (RFC 6749 §2.1)', () => {
  it('is what a request without any credentials uses, empty ones included', () => {
    expect(method.isPresented(shown('client_id=a'))).toBe(true)
    expect(method.isPresented(shown('client_id=a&client_secret='))).toBe(true)
    expect(method.clientId(shown('client_id=a'))).toBe('a')
  })

  it.each([
    ['a header', 'client_id=a', ''],
    ['a secret', 'client_id=a&client_secret=x', undefined],
    ['an assertion', 'client_id=a&client_assertion=x', undefined],
    ['an assertion type alone', 'client_id=a&client_assertion_type=x', undefined],
  ])('is not what a request with %s uses (RFC 6749 §2.3)', (_, query, authorization) => {
    expect(method.isPresented(shown(query, authorization))).toBe(false)
  })

  it('refuses a request that names nobody (RFC 6749 §3.2.1)', async () => {
    expect(await refusalOf(() => method.clientId(shown('')))).toBe('invalid_client client.unnamed')
  })
})
