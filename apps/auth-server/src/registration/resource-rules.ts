import type { NewRole, NewScope, ResourceRecord } from '@gatehouse/data-access'
import { ADMIN_RESOURCE, ADMIN_ROLES, ADMIN_SCOPES, OIDC_SCOPES } from '@gatehouse/token-types'
import { BadValue } from './refusals.js'
import { token } from './values.js'

/** Everything about a resource that whoever registers it sets. */
export interface ResourceAttributes {
  name: string
  /** JWS algorithm of its access tokens. */
  signingAlg: string
  /** 60 to 3600. */
  accessTokenLifetimeSeconds: number
  scopes: Required<NewScope>[]
  roles: NewRole[]
}

/** A new resource: what is given, else the defaults of the data model. */
export function newResourceAttributes(
  given: Partial<ResourceAttributes> & { name: string },
): ResourceAttributes {
  return { signingAlg: 'ES256', accessTokenLifetimeSeconds: 900, scopes: [], roles: [], ...given }
}

/** What whoever registers a resource could have set about this one. */
export function resourceAttributesOf(resource: ResourceRecord): ResourceAttributes {
  const { name, signingAlg, accessTokenLifetimeSeconds, scopes, roles } = resource
  return {
    name,
    signingAlg,
    accessTokenLifetimeSeconds,
    scopes: scopes.map(({ name: scope, consentText, sensitive }) => ({
      name: scope,
      consentText,
      sensitive,
    })),
    roles: roles.map(({ name: role, description }) => ({ name: role, description })),
  }
}

/** The name of a scope that belongs to an API. @see RFC 6749 §3.3 */
export function apiScopeName(text: string): string {
  if (OIDC_SCOPES.some((known) => known === text)) {
    throw new BadValue(`${text} is a scope of OpenID Connect and belongs to no API`)
  }
  return token(text)
}

/** @throws BadValue naming the option, when two parts have one name */
export function requireEachOnce(option: string, parts: readonly { name: string }[]): void {
  const names = new Set<string>()
  for (const { name } of parts) {
    if (names.has(name)) throw new BadValue(`${name} is given twice`, option)
    names.add(name)
  }
}

/** Names of the scopes and roles without which a resource of the server itself would not work. */
export interface BuiltInParts {
  scopes: readonly string[]
  roles: readonly string[]
}

const REVOCATION_FEED_PATH = '/oauth2/revocations'

/**
 * What is built in of a resource; undefined where nothing is. The admin API and the revocation feed are put there by the
 * server at each start, and go by no other way.
 */
export function builtInParts(identifier: string): BuiltInParts | undefined {
  if (identifier === ADMIN_RESOURCE) {
    return { scopes: Object.keys(ADMIN_SCOPES), roles: Object.keys(ADMIN_ROLES) }
  }
  const isFeed = URL.canParse(identifier) && new URL(identifier).pathname === REVOCATION_FEED_PATH
  return isFeed ? { scopes: ['revocations:read'], roles: [] } : undefined
}
