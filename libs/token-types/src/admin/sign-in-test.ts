/** What a person does on the way to a code, in this order. */
export const SIGN_IN_STEPS = ['sign_in', 'consent'] as const

/** Where a refusal is shown: on a page of the server, or told to the client at its redirect URI (RFC 6749 §4.1.2.1). */
export const REFUSAL_PLACES = ['page', 'client'] as const

/** Why the server would refuse an authorization request. */
export interface AdminSignInRefusal {
  shown_at: (typeof REFUSAL_PLACES)[number]
  /** The error code. */
  error: string
  description: string
  /** The rule that refuses. */
  rule: string
  expected: string | null
  got: string | null
  mend: string | null
  reference: string | null
}

/** What would become of an authorization request. Nothing was stored, and nobody was asked anything. */
export interface AdminSignInTest {
  /** Null where a code would come of it. */
  refusal: AdminSignInRefusal | null
  steps: (typeof SIGN_IN_STEPS)[number][]
  redirect_uri: string | null
  scope: string[]
  /** The API that the access token would be for; null for the userinfo endpoint. */
  resource: string | null
  /** Whether a refresh token would come with the access token. */
  has_refresh_token: boolean
  /** Claims of the access token, where a person was named; what is only known later is an ellipsis. */
  access_token: object | null
  id_token: object | null
  /** What the userinfo endpoint would tell. */
  userinfo: object | null
}
