/** Who or what an audit event names. */
export interface AdminAuditParty {
  id: string
  /** Null where there is no such person or client any more. */
  name: string | null
}

/** Something that happened, as the admin API shows it. */
export interface AdminAuditEvent {
  /** Place in the chain; later events have greater numbers. */
  sequence: string
  at: string
  /** For example `client.updated`. */
  type: string
  outcome: string
  actor: AdminAuditParty | null
  subject: AdminAuditParty | null
  client: AdminAuditParty | null
  ip_address: string | null
  user_agent: string | null
  trace_id: string | null
  /** Of a change `before` and `after`; never a secret. */
  detail: object | null
}

/** What a walk along the chain of audit events found. */
export interface AdminAuditChainReport {
  intact: boolean
  /** Events whose place in the chain was proved. */
  events: number
  /** Sequence of the first event that does not fit; null when all do. */
  broken_at: string | null
}
