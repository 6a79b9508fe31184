/** A scope of an API as the admin API shows it. */
export interface AdminResourceScope {
  name: string
  /** Sentence on the consent page. */
  consent_text: string
  /** Marked on the consent page. */
  sensitive: boolean
}

/** A role of an API as the admin API shows it. */
export interface AdminResourceRole {
  name: string
  description: string
}

/** An API that accepts access tokens, as the admin API shows it. */
export interface AdminResource {
  /** Names it in paths of the admin API: the identifier in base64url. */
  id: string
  /** The `resource` parameter and the `aud` claim (RFC 8707 §2). */
  identifier: string
  name: string
  signing_alg: string
  access_token_lifetime_seconds: number
  scopes: AdminResourceScope[]
  roles: AdminResourceRole[]
  /** True for a part of the server itself: it cannot be removed, nor lose what it works by. */
  built_in: boolean
  created_at: string
  updated_at: string
}

/** One row of the list of APIs; of scopes and roles it has the names. */
export interface AdminResourceRow {
  id: string
  identifier: string
  name: string
  signing_alg: string
  access_token_lifetime_seconds: number
  scopes: string[]
  roles: string[]
  built_in: boolean
  created_at: string
}

/** A refusal because others hold what should go (problem `conflict`). */
export interface AdminStillInUse {
  /** Some of the clients, by id. */
  clients: string[]
  /** How many clients there are in all. */
  client_count: number
  /** How many people hold a role. */
  people_count: number
}

/** One role of one API, in the list of roles. */
export interface AdminRoleRow {
  resource: string
  name: string
  description: string
  /** How many people hold it; counting stops at 10,000. */
  holders: number
  /** True when more than `holders` hold it. */
  holders_is_capped: boolean
}

/** A person who holds a role. */
export interface AdminRoleHolder {
  /** The `sub` of the person. */
  id: string
  username: string
  name: string | null
  email: string | null
  disabled_at: string | null
  granted_at: string
}
