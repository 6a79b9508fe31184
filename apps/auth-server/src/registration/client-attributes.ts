import type { ClientRecord } from '@gatehouse/data-access'
import { ASSERTION_SIGNING_ALGS } from '@gatehouse/token-types'
import { KINDS, type ClientKindName } from './client-kinds.js'

/** A scope of an API. */
export interface ApiScope {
  resource: string
  scope: string
}

/** Everything about a client that whoever registers it sets, but for its secrets. */
export type ClientAttributes = Omit<
  ClientRecord,
  'clientId' | 'jwks' | 'secrets' | 'resourceScopes' | 'disabledAt' | 'createdAt' | 'updatedAt'
> & { jwks: object | null; resourceScopes: ApiScope[] }

/** A new client: what is given, else what its kind usually needs, else the defaults of the data model. */
export function newClientAttributes(
  kindName: ClientKindName,
  given: Partial<ClientAttributes>,
): ClientAttributes {
  const kind = KINDS[kindName]
  const grantTypes = given.grantTypes ?? [...kind.grants]
  const tokenEndpointAuthMethod = given.tokenEndpointAuthMethod ?? kind.authMethod
  return {
    name: '',
    redirectUris: [],
    postLogoutRedirectUris: [],
    scopes: grantTypes.includes('authorization_code') ? [...kind.scopes] : [],
    resourceScopes: [],
    defaultResource: null,
    jwks: null,
    jwksUri: null,
    idTokenSignedResponseAlg: 'RS256',
    userinfoSignedResponseAlg: null,
    resourceServerFor: null,
    pkceExempt: false,
    dpopBoundAccessTokens: false,
    requireConsent: true,
    defaultMaxAgeSeconds: null,
    accessTokenLifetimeSeconds: null,
    refreshTokenLifetimeSeconds: null,
    corsOrigins: [],
    logoUri: null,
    clientUri: null,
    policyUri: null,
    tosUri: null,
    contacts: [],
    ...given,
    grantTypes,
    tokenEndpointAuthMethod,
    assertionSigningAlgs: given.assertionSigningAlgs ?? defaultAssertionAlgs(tokenEndpointAuthMethod),
  }
}

/** What whoever registers a client could have set about this one. */
export function attributesOf(client: ClientRecord): ClientAttributes {
  const { clientId: _, secrets: _s, disabledAt: _d, createdAt: _c, updatedAt: _u, ...columns } = client
  return {
    ...columns,
    jwks: client.jwks as object | null,
    resourceScopes: client.resourceScopes.map(({ resourceIdentifier, scope }) => ({
      resource: resourceIdentifier,
      scope,
    })),
  }
}

/** A change of the method brings the algorithms of assertions along, unless they are given. */
export function withMethod(
  changes: Partial<ClientAttributes>,
  state: ClientAttributes,
): Partial<ClientAttributes> {
  const method = changes.tokenEndpointAuthMethod
  if (method === undefined || method === state.tokenEndpointAuthMethod) return changes
  return { assertionSigningAlgs: defaultAssertionAlgs(method), ...changes }
}

/** Assertions may use any algorithm that the server checks; other methods have none. */
function defaultAssertionAlgs(authMethod: string): string[] {
  return authMethod === 'private_key_jwt' ? [...ASSERTION_SIGNING_ALGS] : []
}
