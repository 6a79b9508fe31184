import type { ClientRecord, ResourceRecord } from '@gatehouse/data-access'
import { missingScopes, OAuthError } from '@gatehouse/protocol'
import { OIDC_SCOPES } from '@gatehouse/token-types'
import type { ClientRegistry } from '../client-auth/client-registry.js'

const OIDC = new Set<string>(OIDC_SCOPES)

/** True for scopes of OpenID Connect itself, which belong to no resource. */
export function isOidcScope(scope: string): boolean {
  return OIDC.has(scope)
}

/** Scopes that a client may have at a resource, by its registration. */
export function resourceScopesOf(client: ClientRecord, resource: ResourceRecord | undefined): string[] {
  return client.resourceScopes
    .filter(({ resourceIdentifier }) => resourceIdentifier === resource?.identifier)
    .map(({ scope }) => scope)
}

/**
 * Refuses a scope that is unknown, or beyond the client's ceiling at this resource.
 *
 * @throws OAuthError invalid_scope (RFC 6749 §3.3)
 */
export function requireAllowedScope(
  client: ClientRecord,
  resource: ResourceRecord | undefined,
  scope: readonly string[],
): void {
  const allowed = [...client.scopes, ...resourceScopesOf(client, resource)]
  const missing = missingScopes(scope, allowed)
  if (!missing.length) return
  throw new OAuthError('invalid_scope', {
    description: `The client may not ask for this scope: ${missing.join(' ')}`,
    detail: {
      rule: 'scope.not_allowed',
      expected: `some of: ${allowed.join(' ') || '(none)'}${resource ? ` at ${resource.identifier}` : ' (no resource was named)'}`,
      got: scope.join(' '),
      mend: 'Allow the scope to the client, or name the resource that has it',
      reference: 'RFC 6749 §3.3',
    },
  })
}

/**
 * What the client may still have of a scope that was granted before: its registration may have become narrower.
 *
 * @throws OAuthError invalid_scope when nothing is left (RFC 6749 §3.3)
 */
export function stillAllowedScope(
  client: ClientRecord,
  resource: ResourceRecord | undefined,
  granted: readonly string[],
): string[] {
  const allowed = [...client.scopes, ...resourceScopesOf(client, resource)]
  const scope = granted.filter((name) => allowed.includes(name))
  if (!scope.length) requireAllowedScope(client, resource, granted)
  return scope
}

/**
 * The resource that a token will be for: the one that is named, else the client's default, else none, which means the
 * userinfo endpoint.
 *
 * @param named values of the `resource` parameter
 * @throws OAuthError invalid_target when more than one is named, or it is unknown or not this client's (RFC 8707 §2)
 */
export async function targetResource(
  registry: ClientRegistry,
  client: ClientRecord,
  named: readonly string[],
): Promise<ResourceRecord | undefined> {
  if (named.length > 1) {
    throw new OAuthError('invalid_target', {
      description: 'A token is for one resource; name one',
      detail: { rule: 'resource.several', got: named.join(' '), reference: 'RFC 8707 §2.2' },
    })
  }
  const identifier = named[0] ?? client.defaultResource ?? undefined
  if (identifier === undefined) return undefined
  const resource = await registry.findResource(identifier)
  const isAllowed =
    identifier === client.defaultResource ||
    client.resourceScopes.some(({ resourceIdentifier }) => resourceIdentifier === identifier)
  if (resource && isAllowed) return resource
  throw new OAuthError('invalid_target', {
    description: 'The resource is unknown or not open to this client',
    detail: {
      rule: resource ? 'resource.not_allowed' : 'resource.unknown',
      expected:
        [...new Set(client.resourceScopes.map((row) => row.resourceIdentifier))].join(' ') || '(none)',
      got: identifier,
      mend: 'Register the resource, and allow the client a scope at it',
      reference: 'RFC 8707 §2',
    },
  })
}
