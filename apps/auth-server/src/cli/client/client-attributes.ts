import { isResourceIdentifier } from '@gatehouse/protocol'
import {
  ASSERTION_SIGNING_ALGS,
  CLIENT_AUTH_METHODS,
  GRANT_TYPES,
  OIDC_SCOPES,
  SIGNING_ALGS,
} from '@gatehouse/token-types'
import { whatIsGiven, type Given } from '../given.js'
import { publicKeys } from '../../registration/public-keys.js'
import { BadValue } from '../../registration/refusals.js'
import {
  line,
  oneOf,
  origin,
  redirectUri,
  resourceIdentifier,
  secureAddress,
  token,
  webAddress,
  wholeNumber,
} from '../../registration/values.js'
import {
  newClientAttributes,
  type ApiScope,
  type ClientAttributes,
} from '../../registration/client-attributes.js'
import { KIND_NAMES } from '../../registration/client-kinds.js'

/** Every attribute that is on the line, checked on its own. `before` says which API a bare scope belongs to. */
export function givenAttributes(
  given: Given,
  before?: Pick<ClientAttributes, 'defaultResource'>,
): Partial<ClientAttributes> {
  const defaultResource = given.oneOrNone('resource', resourceIdentifier)
  const scopes = given.words('scope', token)
  const home = defaultResource === undefined ? before?.defaultResource : defaultResource
  return whatIsGiven<ClientAttributes>({
    name: given.one('name', line(100)),
    tokenEndpointAuthMethod: given.one('auth-method', oneOf(CLIENT_AUTH_METHODS)),
    assertionSigningAlgs: given.words('assertion-alg', oneOf(ASSERTION_SIGNING_ALGS)),
    grantTypes: given.words('grant', oneOf(GRANT_TYPES)),
    redirectUris: given.many('redirect-uri', redirectUri),
    postLogoutRedirectUris: given.many('post-logout-redirect-uri', redirectUri),
    scopes: scopes?.filter(isOidcScope),
    resourceScopes: scopes?.filter((scope) => !isOidcScope(scope)).map((scope) => apiScope(scope, home)),
    defaultResource,
    jwks: given.oneOrNone('jwks', publicKeys),
    jwksUri: given.oneOrNone('jwks-uri', secureAddress),
    idTokenSignedResponseAlg: given.one('id-token-alg', oneOf(SIGNING_ALGS)),
    userinfoSignedResponseAlg: given.oneOrNone('userinfo-alg', oneOf(SIGNING_ALGS)),
    resourceServerFor: given.oneOrNone('resource-server-for', resourceIdentifier),
    pkceExempt: given.flag('pkce-exempt'),
    dpopBoundAccessTokens: given.flag('dpop-bound'),
    requireConsent: given.flag('consent'),
    defaultMaxAgeSeconds: given.oneOrNone('default-max-age-seconds', wholeNumber(0, 2_147_483_647)),
    accessTokenLifetimeSeconds: given.oneOrNone('access-token-lifetime-seconds', wholeNumber(60, 3600)),
    refreshTokenLifetimeSeconds: given.oneOrNone(
      'refresh-token-lifetime-seconds',
      wholeNumber(60, 7_776_000),
    ),
    corsOrigins: given.many('cors-origin', origin),
    logoUri: given.oneOrNone('logo-uri', secureAddress),
    clientUri: given.oneOrNone('client-uri', webAddress),
    policyUri: given.oneOrNone('policy-uri', webAddress),
    tosUri: given.oneOrNone('tos-uri', webAddress),
    contacts: given.many('contact', line(254)),
  })
}

/** A new client: what is on the line, else what its kind usually needs, else the defaults of the data model. */
export function newAttributes(given: Given): ClientAttributes {
  return newClientAttributes(given.one('kind', oneOf(KIND_NAMES)) ?? 'web', givenAttributes(given))
}

function isOidcScope(scope: string): boolean {
  return OIDC_SCOPES.some((known) => known === scope)
}

/** `API#scope`, or a scope of the API that tokens are for by default. A resource identifier has no fragment. */
function apiScope(text: string, home: string | null | undefined): ApiScope {
  const at = text.lastIndexOf('#')
  if (at > 0 && isResourceIdentifier(text.slice(0, at))) {
    return { resource: text.slice(0, at), scope: text.slice(at + 1) }
  }
  if (home) return { resource: home, scope: text }
  throw new BadValue(
    `"${text}" is no scope of OpenID Connect; name the API that it belongs to with --resource`,
    'scope',
  )
}
