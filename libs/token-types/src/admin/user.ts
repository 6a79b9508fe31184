/** A role that a person has at an API. */
export interface AdminHeldRole {
  /** Identifier of the API. */
  resource: string
  role: string
}

/** The members of a postal address (OIDC Core §5.1.1). */
export interface AdminAddress {
  formatted?: string
  street_address?: string
  locality?: string
  region?: string
  postal_code?: string
  country?: string
}

/** A person as the admin API shows them, under the names of OIDC Core §5.1. Never a password or its hash. */
export interface AdminUser {
  /** Names the person for good, in tokens too. */
  sub: string
  username: string
  email: string | null
  email_verified: boolean
  name: string | null
  given_name: string | null
  family_name: string | null
  middle_name: string | null
  nickname: string | null
  preferred_username: string | null
  profile: string | null
  picture: string | null
  website: string | null
  gender: string | null
  /** `YYYY-MM-DD`, or `YYYY`. */
  birthdate: string | null
  zoneinfo: string | null
  locale: string | null
  phone_number: string | null
  phone_number_verified: boolean
  address: AdminAddress | null
  roles: AdminHeldRole[]
  has_password: boolean
  password_changed_at: string | null
  /** When any session of the person that is still kept was last used, to the minute. */
  last_seen_at: string | null
  disabled_at: string | null
  created_at: string
  updated_at: string
}

/** A person right after a password was made for them: in clear, this once. */
export interface AdminUserWithPassword extends AdminUser {
  /** Absent where none was made, or the caller chose it. */
  password?: string
}

/** One row of the list of people. */
export interface AdminUserRow {
  sub: string
  username: string
  email: string | null
  email_verified: boolean
  name: string | null
  picture: string | null
  roles: AdminHeldRole[]
  has_password: boolean
  last_seen_at: string | null
  disabled_at: string | null
  created_at: string
}

/** A link by which a person chooses a password; shown once. */
export interface AdminPasswordLink {
  /** Address of a hosted page. */
  link: string
  /** RFC 3339. */
  expires_at: string
}

/** From where a person cannot try to sign in at the moment, after too many tries. */
export interface AdminSignInLock {
  /** Null means from everywhere, but for browsers in which they signed in before. */
  ip_address: string | null
  /** True when the address waits for every account, which unlocking a person does not end. */
  is_of_address: boolean
  /** RFC 3339. */
  until: string
}
