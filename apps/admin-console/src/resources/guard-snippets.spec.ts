import { describe, expect, it } from '@jest/globals'
import type { AdminResource } from '@gatehouse/token-types'
import { guardSnippets } from './guard-snippets'

const resource: AdminResource = {
  id: 'x',
  identifier: "https://orders.example/o'clock",
  name: 'Orders',
  signing_alg: 'RS256',
  access_token_lifetime_seconds: 900,
  scopes: [
    { name: 'orders:cancel', consent_text: 'Cancel your orders', sensitive: true },
    { name: 'orders:read', consent_text: 'See your orders', sensitive: false },
    { name: 'orders:write', consent_text: 'Order for you', sensitive: true },
  ],
  roles: [{ name: 'packer', description: 'Packs' }],
  built_in: false,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
}
const codeOf = (name: string, given: Partial<AdminResource> = {}, clientId?: string) =>
  guardSnippets({ issuer: 'https://id.example', resource: { ...resource, ...given }, clientId }).find(
    (snippet) => snippet.name === name,
  )?.code ?? ''

describe('code that protects an API', () => {
  it('requires its scopes and roles, under its own client', () => {
    const code = codeOf('NestJS', {}, 'orders-api')
    expect(code).toContain("@RequireScopes('orders:read')\n@Controller")
    expect(code).toContain("  @RequireScopes('orders:write')\n  @RequireRoles('packer')\n  @Post")
    expect(code).toContain("clientId: 'orders-api'")
  })

  it('imports nothing that it does not use, where the API has no scopes and roles', () => {
    const code = codeOf('NestJS', { scopes: [], roles: [] })
    expect(code).not.toContain('Require')
    expect(code).toContain('THE_CLIENT_OF_THIS_API')
  })

  it('keeps a quote of the identifier from ending the text', () => {
    expect(codeOf('NestJS')).toContain("audience: 'https://orders.example/o\\'clock'")
    expect(codeOf('jose (Node)')).toContain("algorithms: ['RS256']")
  })
})
