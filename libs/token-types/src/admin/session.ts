/** Whose a session, a grant or a token is. */
export interface AdminPerson {
  sub: string
  username: string
  email: string | null
  name: string | null
  picture: string | null
}

/** Somebody signed in at the server in one browser, right now. */
export interface AdminSession {
  /** The `sid` claim. */
  id: string
  user: AdminPerson
  ip_address: string | null
  user_agent: string | null
  /** How the person proved who they are (RFC 8176). */
  amr: string[]
  acr: string
  /** When the person last proved it. */
  authenticated_at: string
  created_at: string
  /** To the minute. */
  last_seen_at: string
  expires_at: string
  /** Clients that hold a living refresh family from this session. */
  clients: { client_id: string; client_name: string }[]
}

/** What an act of an admin ended. Access tokens are not counted: nobody keeps a list of them. */
export interface AdminEnded {
  sessions: number
  refresh_families: number
  grants: number
  /**
   * The last place in the list of revocations that this act added, as a decimal number: a resource server that is there
   * refuses the tokens. Null when nothing had to be added.
   */
  revocation_sequence: string | null
}
