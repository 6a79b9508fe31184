/** The resource that the admin API is: the `aud` of the tokens it takes (RFC 8707 §2). */
export const ADMIN_RESOURCE = 'urn:gatehouse:admin'

/**
 * What a token may do at the admin API, each with the sentence that says so. Least privilege: a client is given the few
 * that it needs (RFC 9700 §2.3).
 */
export const ADMIN_SCOPES = {
  'admin:overview:read': 'See figures about sign-ins, tokens and failures',
  'admin:clients:read': 'See clients and which of their secrets are in use',
  'admin:clients:write': 'Register, change and remove clients and their secrets',
  'admin:resources:read': 'See APIs, their scopes and roles',
  'admin:resources:write': 'Register, change and remove APIs, scopes and roles',
  'admin:users:read': 'See people, their profiles and roles',
  'admin:users:write': 'Create, change, switch off and remove people, and give them roles',
  'admin:users:reset': 'Reset the password of people and lift locks',
  'admin:sessions:read': 'See sessions, grants and tokens',
  'admin:sessions:write': 'Sign people out, withdraw grants and revoke tokens',
  'admin:keys:read': 'See signing keys',
  'admin:keys:write': 'Rotate and revoke signing keys',
  'admin:audit:read': 'Read the audit log and check its chain',
  'admin:failures:read': 'See why requests were refused',
  'admin:settings:read': 'See the settings of the server',
  'admin:settings:write': 'Change the settings of the server',
} as const satisfies Record<string, string>

export type AdminScope = keyof typeof ADMIN_SCOPES

/** Roles at the admin API, each with the sentence that says what it is for. */
export const ADMIN_ROLES = {
  owner: 'Everything, and who else may do it',
  admin: 'Clients, APIs, people, keys and settings; not who administers',
  support: 'Reads, signs people out, resets passwords',
  auditor: 'Reads',
} as const satisfies Record<string, string>

export type AdminRole = keyof typeof ADMIN_ROLES

const ALL = Object.keys(ADMIN_SCOPES) as AdminScope[]
const READING = ALL.filter((scope) => scope.endsWith(':read'))

const ALLOWED: Readonly<Record<AdminRole, readonly AdminScope[]>> = {
  owner: ALL,
  admin: ALL,
  support: [...READING, 'admin:sessions:write', 'admin:users:reset'],
  auditor: READING,
}

/**
 * What a person with these roles may do at the admin API, whatever a client's token allows. Names that are no roles of
 * it count for nothing.
 */
export function scopesOfAdminRoles(roles: readonly string[]): ReadonlySet<AdminScope> {
  return new Set(roles.flatMap((role) => (Object.hasOwn(ALLOWED, role) ? ALLOWED[role as AdminRole] : [])))
}
