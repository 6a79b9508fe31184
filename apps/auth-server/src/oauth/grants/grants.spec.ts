import { describe, expect, it } from '@jest/globals'
import { GRANT_TYPES } from '@gatehouse/token-types'
import { refusalOf, someSettings, standIn } from '../records.fixture.js'
import { AuthorizationCodeGrant } from './authorization-code.grant.js'
import { ClientCredentialsGrant } from './client-credentials.grant.js'
import { Grants } from './grants.js'
import { RefreshTokenGrant } from './refresh-token.grant.js'

const grants = new Grants(
  new AuthorizationCodeGrant(standIn({}), standIn({}), standIn({})),
  new RefreshTokenGrant(standIn({}), standIn({}), standIn({}), someSettings()),
  new ClientCredentialsGrant(standIn({})),
)

describe('Grants', () => {
  it('runs every grant type that a client may be registered for (RFC 8414 §2)', () => {
    expect(grants.types).toEqual([...GRANT_TYPES])
    for (const type of GRANT_TYPES) expect(grants.find(type).type).toBe(type)
  })

  it.each(['password', 'implicit', 'AUTHORIZATION_CODE', 'constructor', '__proto__', ''])(
    'answers unsupported_grant_type to "%s" (RFC 6749 §5.2)',
    async (type) => {
      expect(await refusalOf(() => grants.find(type))).toBe('unsupported_grant_type grant_type.unknown')
    },
  )
})
