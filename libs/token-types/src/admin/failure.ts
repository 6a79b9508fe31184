/** A change of a client that would let the refused request pass; the console applies it by a PATCH of the client. */
export interface AdminFailureMend {
  kind: 'add_redirect_uri' | 'add_grant_type'
  client_id: string
  /** What to add to the client's list. */
  value: string
}

/** Why a request was refused, as the admin API shows it. */
export interface AdminFailure {
  trace_id: string
  at: string
  endpoint: string
  /** The error code that was sent. */
  error: string
  /** The rule that refused. */
  rule: string
  client_id: string | null
  expected: string | null
  got: string | null
  mend: string | null
  reference: string | null
}

/** One failure with what would mend it. */
export interface AdminFailureDetail extends AdminFailure {
  mends: AdminFailureMend[]
}
