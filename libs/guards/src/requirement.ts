import { formatScope, missingScopes, OAuthError } from '@gatehouse/protocol'
import type { AccessTokenClaims } from '@gatehouse/token-types'
import { scopesOf } from './principal.js'

/** What a token must carry. Everything listed must hold. */
export interface Requirement {
  /** Every one of these scopes. */
  scopes: readonly string[]
  /** At least one scope of each list. */
  anyScope: readonly (readonly string[])[]
  /** Every one of these roles. */
  roles: readonly string[]
  /** An authentication context out of each list. */
  acr: readonly (readonly string[])[]
}

/** A refusal, with the parameters that it adds to the challenge. */
export interface Unmet {
  error: OAuthError
  challenge: Record<string, string>
}

const NOTHING: Requirement = { scopes: [], anyScope: [], roles: [], acr: [] }

/** Both at once: a requirement can be added to, never taken away. */
export function merge(one: Requirement | undefined, other: Partial<Requirement>): Requirement {
  const base = one ?? NOTHING
  return {
    scopes: [...new Set([...base.scopes, ...(other.scopes ?? [])])],
    anyScope: [...base.anyScope, ...(other.anyScope ?? [])],
    roles: [...new Set([...base.roles, ...(other.roles ?? [])])],
    acr: [...base.acr, ...(other.acr ?? [])],
  }
}

/**
 * What the token lacks, or undefined when it satisfies the requirement.
 *
 * The authentication context comes first: only signing in again mends it.
 *
 * @see RFC 6750 §3.1 (`insufficient_scope`), RFC 9470 §3 (`insufficient_user_authentication`)
 */
export function findUnmet(requirement: Requirement, claims: AccessTokenClaims): Unmet | undefined {
  const acrValues = requirement.acr.find((values) => !values.includes(claims.acr ?? ''))
  if (acrValues)
    return {
      error: new OAuthError('insufficient_user_authentication', {
        description: 'A stronger sign-in is needed for this.',
      }),
      challenge: { acr_values: acrValues.join(' ') },
    }
  return unmetScopes(requirement, scopesOf(claims)) ?? unmetRoles(requirement, claims.roles ?? [])
}

function unmetScopes({ scopes, anyScope }: Requirement, granted: readonly string[]): Unmet | undefined {
  const alternatives = anyScope.find((list) => !list.some((scope) => granted.includes(scope)))
  if (missingScopes(scopes, granted).length === 0 && alternatives === undefined) return undefined
  return {
    error: new OAuthError('insufficient_scope', {
      description: 'The access token lacks a scope that is needed here.',
    }),
    challenge: { scope: formatScope([...new Set([...scopes, ...(alternatives ?? [])])]) },
  }
}

function unmetRoles({ roles }: Requirement, held: readonly string[]): Unmet | undefined {
  if (roles.every((role) => held.includes(role))) return undefined
  return {
    error: new OAuthError('insufficient_scope', {
      description: 'This needs a role that the access token lacks.',
    }),
    challenge: {},
  }
}
