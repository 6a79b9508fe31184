/** An entry of the list of what was revoked. */
export interface AdminRevocation {
  sequence: string
  /** jti, gid, sid, sub, client_id or kid. */
  claim: string
  value: string
  /** Name of the client or person that the value stands for; null where it stands for none, or is gone. */
  name: string | null
  revoked_at: string
  /** When no token that it could end is alive any more: then the entry goes. */
  expires_at: string
  reason: string
}

/** An instance of an API that follows the revocation feed. */
export interface AdminFeedFollower {
  client_id: string
  client_name: string | null
  /** The API that the client is the server of. */
  resource: string | null
  /** Random id of the process, by its own account. */
  instance: string
  ip_address: string | null
  /** Sequence up to which it says that it applied everything. */
  position: string
  /** How many living entries follow that place: 0 means that it knows all. */
  behind: number
  first_heard_at: string
  last_heard_at: string
  /** False when it said nothing for longer than it may be silent. */
  is_following: boolean
}

/** Every instance that was heard of during the last day. */
export interface AdminFeedFollowers {
  /** Sequence of the newest entry; "0" when nothing was revoked. */
  newest: string
  followers: AdminFeedFollower[]
}
