import type { ClientRecord, ResourceRecord } from '@gatehouse/data-access'
import type { ClaimsRequest } from '@gatehouse/protocol'
import type { OAuthParameters } from '../../http/oauth-parameters.js'

/** How the response reaches the client (OAuth 2.0 Multiple Response Types §2.1, Form Post Response Mode). */
export const RESPONSE_MODES = ['query', 'form_post'] as const

export type ResponseMode = (typeof RESPONSE_MODES)[number]

/** Ways to show the pages (OIDC Core §3.1.2.1). */
export const DISPLAY_VALUES = ['page', 'popup', 'touch', 'wap'] as const

type Display = (typeof DISPLAY_VALUES)[number]

declare const trusted: unique symbol

/**
 * A request whose client is known and whose redirect URI is registered, so that answers may be sent there. Only
 * `trustRequest` makes one; what redirects takes nothing less, so an open redirect does not type-check.
 *
 * @see RFC 6749 §4.1.2.1
 */
export interface TrustedRequest {
  readonly [trusted]: true
  readonly client: ClientRecord
  readonly redirectUri: string
  /** False when the request left it out and the one registered URI was taken. */
  readonly redirectUriGiven: boolean
  readonly responseMode: ResponseMode
  readonly state: string | undefined
  readonly parameters: OAuthParameters
}

/** An authorization request that passed every check, read into values. */
export interface AuthorizationRequest extends TrustedRequest {
  readonly scope: readonly string[]
  /** What the person must have allowed: the scope, and the scopes whose claims are asked for one by one. */
  readonly consentScope: readonly string[]
  readonly resource: ResourceRecord | undefined
  readonly codeChallenge: string | undefined
  /** Thumbprint of the key that the code will be bound to (RFC 9449 §10). */
  readonly dpopJkt: string | undefined
  readonly nonce: string | undefined
  readonly prompt: ReadonlySet<'none' | 'login' | 'consent' | 'select_account'>
  /** Oldest sign-in that will do, in seconds; undefined means any. */
  readonly maxAgeSeconds: number | undefined
  readonly claims: ClaimsRequest | undefined
  readonly loginHint: string | undefined
  readonly display: Display
  readonly uiLocales: readonly string[]
  /** The only person who may answer, by `id_token_hint` or a `sub` in `claims`. */
  readonly expectedSubject: string | undefined
}
