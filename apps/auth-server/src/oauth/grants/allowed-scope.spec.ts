import { describe, expect, it } from '@jest/globals'
import { type ClientRegistry } from '../client-auth/client-registry.js'
import { clientRecord, refusalOf, RESOURCE, resourceRecord, standIn } from '../records.fixture.js'
import {
  isOidcScope,
  requireAllowedScope,
  resourceScopesOf,
  stillAllowedScope,
  targetResource,
} from './allowed-scope.js'

const OTHER = 'https://other.example/'
const client = clientRecord()
const registry = standIn<ClientRegistry>({
  findResource: async (identifier) =>
    [RESOURCE, OTHER].includes(identifier) ? resourceRecord({ identifier }) : undefined,
})

describe('requireAllowedScope (RFC 6749 §3.3)', () => {
  it('lets pass what the client has, of OpenID Connect and at this resource', async () => {
    const allowed = () => requireAllowedScope(client, resourceRecord(), ['openid', 'accounts:read'])
    expect(await refusalOf(allowed)).toBe('passed')
    expect(await refusalOf(() => requireAllowedScope(client, undefined, []))).toBe('passed')
  })

  it.each([
    ['a scope that nobody knows', resourceRecord(), ['nope']],
    ['an OpenID scope beyond the ceiling', resourceRecord(), ['email']],
    ['a scope of the resource when none is named', undefined, ['accounts:read']],
    ['the scope of one resource at another', resourceRecord({ identifier: OTHER }), ['accounts:read']],
    ['another case', resourceRecord(), ['OpenID']],
  ])('answers invalid_scope to %s', async (_, resource, scope) => {
    expect(await refusalOf(() => requireAllowedScope(client, resource, scope))).toBe(
      'invalid_scope scope.not_allowed',
    )
  })
})

describe('stillAllowedScope (RFC 6749 §3.3)', () => {
  it('leaves out what the client may not have any more, and refuses when nothing is left', async () => {
    const granted = ['openid', 'email', 'accounts:read']
    expect(stillAllowedScope(client, resourceRecord(), granted)).toEqual(['openid', 'accounts:read'])
    expect(stillAllowedScope(client, resourceRecord({ identifier: OTHER }), granted)).toEqual(['openid'])
    expect(await refusalOf(() => stillAllowedScope(client, undefined, ['email']))).toBe(
      'invalid_scope scope.not_allowed',
    )
  })
})

describe('targetResource (RFC 8707 §2)', () => {
  it('is the one that is named, else the default, else none', async () => {
    const withDefault = clientRecord({ defaultResource: RESOURCE })
    expect(await targetResource(registry, client, [RESOURCE])).toMatchObject({ identifier: RESOURCE })
    expect(await targetResource(registry, withDefault, [])).toMatchObject({ identifier: RESOURCE })
    expect(await targetResource(registry, client, [])).toBeUndefined()
  })

  it.each([
    ['resource.several', [RESOURCE, RESOURCE]],
    ['resource.unknown', ['https://no.example/']],
    ['resource.unknown', [RESOURCE.slice(0, -1)]],
    ['resource.not_allowed', [OTHER]],
  ])('answers invalid_target by %s to %j', async (rule, named) => {
    expect(await refusalOf(() => targetResource(registry, client, named))).toBe(`invalid_target ${rule}`)
  })

  it('takes the default of the registration without a scope at it, and refuses one that is gone', async () => {
    const plain = clientRecord({ defaultResource: OTHER })
    expect(await targetResource(registry, plain, [])).toMatchObject({ identifier: OTHER })
    const lost = clientRecord({ defaultResource: 'https://gone.example/' })
    expect(await refusalOf(() => targetResource(registry, lost, []))).toBe('invalid_target resource.unknown')
  })
})

describe('scopes by owner', () => {
  it('are those of OpenID Connect, or of one resource', () => {
    expect(isOidcScope('offline_access')).toBe(true)
    expect(isOidcScope('accounts:read')).toBe(false)
    expect(resourceScopesOf(client, resourceRecord())).toEqual(['accounts:read'])
    expect(resourceScopesOf(client, undefined)).toEqual([])
  })
})
