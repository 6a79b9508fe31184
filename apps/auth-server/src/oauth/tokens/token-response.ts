/**
 * The successful answer of the token endpoint.
 *
 * @see RFC 6749 §5.1, OIDC Core §3.1.3.3
 */
export interface TokenResponse {
  access_token: string
  /** `DPoP` for a token that is bound to a key (RFC 9449 §5). */
  token_type: 'Bearer' | 'DPoP'
  /** Whole seconds. */
  expires_in: number
  /** Space-separated, as granted. */
  scope?: string
  refresh_token?: string
  id_token?: string
}
