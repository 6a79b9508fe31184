import type { ClientRecord } from '@gatehouse/data-access'
import { matchRedirectUri, nearestRedirectUri, OAuthError } from '@gatehouse/protocol'
import type { OAuthParameters } from '../../http/oauth-parameters.js'
import { RESPONSE_MODES, type ResponseMode, type TrustedRequest } from './authorization-request.js'

/** Who it is about and where answers go must be said once: a second value could be the one that another party checks. */
const ONCE = ['client_id', 'redirect_uri']

/**
 * Decides whether the request may be answered by a redirect at all. Every error here is shown to the person and never
 * sent to the client.
 *
 * @param client the client that `client_id` names, or undefined when there is none
 * @throws OAuthError invalid_request
 * @see RFC 6749 §3.1.2.3, §4.1.2.1
 */
export function trustRequest(parameters: OAuthParameters, client: ClientRecord | undefined): TrustedRequest {
  const malformed = parameters.malformed()
  const [repeated] = malformed.filter((name) => ONCE.includes(name))
  if (repeated) {
    throw new OAuthError('invalid_request', {
      description: `The parameter ${repeated} came more than once`,
      detail: { rule: 'parameter.repeated', got: repeated, reference: 'RFC 6749 §3.1' },
    })
  }
  if (!client) {
    throw new OAuthError('invalid_request', {
      description: 'The client is unknown or switched off',
      detail: {
        rule: 'client.unknown',
        expected: 'client_id of a registered client',
        got: parameters.get('client_id') ?? '(none)',
        reference: 'RFC 6749 §4.1.2.1',
      },
    })
  }
  const requested = parameters.get('redirect_uri')
  return {
    client,
    redirectUri:
      requested === undefined
        ? onlyRedirectUri(client, parameters)
        : registeredRedirectUri(client, requested),
    redirectUriGiven: requested !== undefined,
    responseMode: responseModeOf(parameters),
    state: malformed.includes('state') ? undefined : parameters.get('state'),
    parameters,
  } as TrustedRequest
}

function registeredRedirectUri(client: ClientRecord, requested: string): string {
  if (matchRedirectUri(requested, client.redirectUris)) return requested
  const nearest = nearestRedirectUri(requested, client.redirectUris)
  throw new OAuthError('invalid_request', {
    description: 'The redirect_uri is not registered for this client',
    detail: {
      rule: 'redirect_uri.not_registered',
      expected: nearest?.registered ?? (client.redirectUris.join(' ') || '(none registered)'),
      got: requested,
      mend: nearest?.explanation ?? 'Register the redirect URI, letter by letter',
      reference: 'RFC 6749 §3.1.2.3',
    },
  })
}

/** OAuth 2.0 lets it be left out when one is registered; OpenID Connect never does (OIDC Core §3.1.2.1). */
function onlyRedirectUri(client: ClientRecord, parameters: OAuthParameters): string {
  const [only, second] = client.redirectUris
  const isOpenId = (parameters.get('scope') ?? '').split(' ').includes('openid')
  if (only !== undefined && second === undefined && !isOpenId) return only
  throw new OAuthError('invalid_request', {
    description: 'The parameter redirect_uri is missing',
    detail: {
      rule: 'redirect_uri.missing',
      expected: client.redirectUris.join(' '),
      reference: isOpenId ? 'OIDC Core §3.1.2.1' : 'RFC 6749 §3.1.2.3',
    },
  })
}

/** An unknown mode is refused later, by a redirect in the default mode. */
function responseModeOf(parameters: OAuthParameters): ResponseMode {
  const mode = parameters.get('response_mode')
  return RESPONSE_MODES.find((known) => known === mode) ?? 'query'
}
