import type { UserRecord } from '@gatehouse/data-access'
import { standardClaimsOf } from '../../identity/standard-claims.js'

/** A person under the names of OIDC Core §5.1, with what the server keeps beside them. Never the password's hash. */
export function userFacts(user: UserRecord, clearPassword?: string): Record<string, unknown> {
  const { sub, updated_at: _, ...claims } = standardClaimsOf(user)
  return {
    sub,
    username: user.username,
    ...(clearPassword === undefined ? {} : { password: clearPassword }),
    ...claims,
    roles: user.roles.map(({ resourceIdentifier, role }) => ({ resource: resourceIdentifier, role })),
    has_password: user.passwordHash !== null,
    password_changed_at: user.passwordChangedAt,
    disabled_at: user.disabledAt,
    created_at: user.createdAt,
    updated_at: user.updatedAt,
  }
}
