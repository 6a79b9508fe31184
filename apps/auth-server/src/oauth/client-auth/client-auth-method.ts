import type { ClientRecord } from '@gatehouse/data-access'
import { OAuthError } from '@gatehouse/protocol'
import type { ClientAuthMethod } from '@gatehouse/token-types'
import type { OAuthParameters } from '../../http/oauth-parameters.js'

/** What a request shows of its client. */
export interface PresentedCredentials {
  authorization: string | undefined
  parameters: OAuthParameters
}

/** One way for a client to prove who it is (OIDC Core §9). */
export interface ClientAuthenticationMethod {
  readonly name: ClientAuthMethod
  /** True when the request uses this method, well or badly. */
  isPresented(credentials: PresentedCredentials): boolean
  /** @throws OAuthError invalid_client when no client id can be read from the credentials */
  clientId(credentials: PresentedCredentials): string
  /** @throws OAuthError invalid_client when the proof is wrong */
  verify(credentials: PresentedCredentials, client: ClientRecord, now: Date): Promise<void>
}

/**
 * One public sentence for every failure, so that a caller does not learn whether the client exists; the rule goes to
 * the failure record.
 *
 * @see RFC 6749 §5.2 `invalid_client`
 */
export function clientRefused(
  rule: string,
  detail: { expected?: string; got?: string; mend?: string } = {},
): OAuthError {
  return new OAuthError('invalid_client', {
    description: 'Client authentication failed',
    detail: { rule, reference: 'RFC 6749 §2.3', ...detail },
  })
}
