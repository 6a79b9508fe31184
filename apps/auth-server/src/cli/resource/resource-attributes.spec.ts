import { describe, expect, it } from '@jest/globals'
import { Given } from '../given.js'
import { givenResourceAttributes } from './resource-attributes.js'

describe('attributes of a resource (RFC 8707 §2)', () => {
  it('are only those given, with scopes, sensitive ones and roles', () => {
    expect(givenResourceAttributes(new Given({}))).toEqual({})
    const given = { scope: ['a:read=See a'], 'sensitive-scope': ['a:write=Change a'], role: ['clerk=Does a'] }
    expect(givenResourceAttributes(new Given(given))).toEqual({
      scopes: [
        { name: 'a:read', consentText: 'See a', sensitive: false },
        { name: 'a:write', consentText: 'Change a', sensitive: true },
      ],
      roles: [{ name: 'clerk', description: 'Does a' }],
    })
  })

  it.each([
    [{ scope: ['openid=Who you are'] }, '--scope: openid is a scope of OpenID Connect'],
    [{ scope: ['a=One', 'a=Two'] }, '--scope: a is given twice'],
    [{ scope: ['a=One'], 'sensitive-scope': ['a=Two'] }, '--scope: a is given twice'],
    [{ scope: ['a'] }, '--scope: "a" is not of the form name=sentence'],
    [{ role: ['clerk='] }, '--role: must not be empty'],
    [{ 'signing-alg': 'HS256' }, '--signing-alg: '],
    [{ 'access-token-lifetime-seconds': '59' }, '--access-token-lifetime-seconds: '],
  ])('are refused by the name of their option: %j', (options, problem) => {
    expect(() => givenResourceAttributes(new Given(options))).toThrow(problem)
  })
})
