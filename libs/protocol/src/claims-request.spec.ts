import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { parseClaimsRequest } from './claims-request.js'
import { OAuthError } from './oauth-error.js'

describe('parseClaimsRequest', () => {
  it('reads the example (OIDC Core §5.5)', () => {
    const request = {
      userinfo: {
        given_name: { essential: true },
        nickname: null,
        'http://example.info/claims/groups': null,
      },
      id_token: {
        auth_time: { essential: true },
        acr: { values: ['urn:mace:incommon:iap:silver'] },
      },
    }
    expect(parseClaimsRequest(JSON.stringify(request))).toStrictEqual(request)
  })

  it('reads absent members as empty (OIDC Core §5.5)', () => {
    expect(parseClaimsRequest('{}')).toStrictEqual({ userinfo: {}, id_token: {} })
  })

  it('leaves out members that it does not understand (OIDC Core §5.5, §5.5.1)', () => {
    const json = '{"access_token":{"x":1},"id_token":{"sub":{"value":"1","purpose":"x"}}}'
    expect(parseClaimsRequest(json)).toStrictEqual({ userinfo: {}, id_token: { sub: { value: '1' } } })
  })

  it.each([
    '',
    '{',
    '{}x',
    'null',
    '[]',
    '"userinfo"',
    '1',
    '{"userinfo":null}',
    '{"userinfo":[]}',
    '{"id_token":"email"}',
    '{"userinfo":{"email":true}}',
    '{"userinfo":{"email":"x"}}',
    '{"userinfo":{"email":[]}}',
    '{"userinfo":{"email":{"essential":"true"}}}',
    '{"userinfo":{"email":{"essential":null}}}',
    '{"id_token":{"acr":{"values":"a"}}}',
    '{"id_token":{"acr":{"values":{"0":"a"}}}}',
    '{"id_token":{"acr":{"values":null}}}',
  ])('refuses %s with invalid_request (OIDC Core §5.5)', (json) => {
    expect(() => parseClaimsRequest(json)).toThrow(
      expect.objectContaining({ code: 'invalid_request', status: 400 }),
    )
  })

  it('takes __proto__ for a claim name like another, and changes no prototype (OIDC Core §5.5)', () => {
    const { userinfo } = parseClaimsRequest(
      '{"__proto__":{"userinfo":{"x":null}},"userinfo":{"__proto__":{"essential":true}}}',
    )
    expect(Object.getPrototypeOf(userinfo)).toBe(Object.prototype)
    expect(Object.keys(userinfo)).toStrictEqual(['__proto__'])
    expect(({} as Record<string, unknown>)['essential']).toBeUndefined()
  })

  it('reads every well-formed request back (OIDC Core §5.5, §5.5.1)', () => {
    const claim = fc.option(
      fc.record(
        { essential: fc.boolean(), value: fc.string(), values: fc.array(fc.string()) },
        { requiredKeys: [] },
      ),
    )
    const claims = fc.dictionary(fc.string(), claim, { noNullPrototype: true })
    fc.assert(
      fc.property(claims, claims, (userinfo, id_token) => {
        const request = JSON.stringify({ userinfo, id_token })
        expect(JSON.stringify(parseClaimsRequest(request))).toBe(request)
      }),
    )
  })

  it('for any text or JSON gives both members or invalid_request, and nothing else (OIDC Core §5.5)', () => {
    const members = fc.record({ userinfo: fc.jsonValue(), id_token: fc.jsonValue() }, { requiredKeys: [] })
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          members.map((value) => JSON.stringify(value)),
        ),
        (text) => {
          try {
            expect(Object.keys(parseClaimsRequest(text))).toStrictEqual(['userinfo', 'id_token'])
          } catch (error) {
            expect(error).toBeInstanceOf(OAuthError)
            expect(error).toHaveProperty('code', 'invalid_request')
          }
        },
      ),
    )
  })
})
