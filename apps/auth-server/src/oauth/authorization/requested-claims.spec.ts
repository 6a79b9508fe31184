import { describe, expect, it } from '@jest/globals'
import { parseClaimsRequest } from '@gatehouse/protocol'
import { claimsWithinCeiling, scopesOfClaims } from './requested-claims.js'

const within = (claims: object, ...scopes: string[]) =>
  claimsWithinCeiling(parseClaimsRequest(JSON.stringify(claims)), { scopes: ['openid', ...scopes] })

describe('claimsWithinCeiling (OIDC Core §5.5)', () => {
  it('keeps the claims of the scopes that the client may ask for', () => {
    const userinfo = { email: { essential: true }, nickname: null }
    expect(within({ userinfo, id_token: { name: null } }, 'email', 'profile')).toStrictEqual({
      userinfo: { email: null, nickname: null },
      id_token: { name: null },
    })
  })

  it.each(['email', 'phone_number', 'address', 'birthdate', 'password_hash', '__proto__', 'constructor'])(
    'leaves out %s for a client that may ask for openid alone (§5.5.1)',
    (name) => {
      const claims = JSON.parse(`{"userinfo":{"${name}":null},"id_token":{"${name}":null}}`) as object
      expect(within(claims)).toStrictEqual({ userinfo: {}, id_token: {} })
    },
  )

  it('keeps what is about the sign-in, with its values', () => {
    const id_token = { sub: { value: 'ada' }, acr: { essential: true, values: ['a', 'b'] }, auth_time: null }
    expect(within({ id_token })).toStrictEqual({ userinfo: {}, id_token })
  })

  it.each([{ sub: { value: 1 } }, { acr: { values: [['a']] } }, { acr: { value: {} } }])(
    'refuses %j, which no sign-in can meet (§5.5.1)',
    (id_token) => {
      expect(() => within({ id_token })).toThrow(/^invalid_request: /)
    },
  )

  it('drops a value of another claim, however deep it is', () => {
    const deep = `${'['.repeat(3_000)}${']'.repeat(3_000)}`
    const asked = parseClaimsRequest(`{"userinfo":{"email":{"value":${deep}}}}`)
    expect(claimsWithinCeiling(asked, { scopes: ['email'] }).userinfo).toStrictEqual({ email: null })
  })
})

describe('scopesOfClaims (OIDC Core §5.4)', () => {
  it('names each scope once whose claims are asked for in either place', () => {
    const claims = within(
      { userinfo: { email: null, email_verified: null }, id_token: { name: null, acr: null } },
      'email',
      'profile',
    )
    expect(scopesOfClaims(claims)).toStrictEqual(['email', 'profile'])
  })
})
