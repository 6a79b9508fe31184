/** One page of a list of the admin API. */
export interface AdminPage<Item> {
  items: Item[]
  /** Give it as `cursor` for what follows; null at the end. */
  next_cursor: string | null
  /** How many match in all; only with the first page, else null. */
  total: number | null
  /** True when there are more than `total` says: counting stops at 10,000, or at 1,000 where it is costly. */
  total_is_capped: boolean
}

/** What is wrong with one field of a request. */
export interface AdminFieldError {
  /** Name in the request, such as `redirect_uris` or `redirect_uris[1]`. */
  field: string
  message: string
}

/** A refusal of the admin API (RFC 9457 §3). */
export interface AdminProblem {
  /** `urn:gatehouse:admin:` and the name of the problem. */
  type: string
  title: string
  status: number
  detail?: string
  errors?: AdminFieldError[]
  /** Names the request in logs and audit events. */
  trace_id: string
}
