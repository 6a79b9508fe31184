import type { UserStore } from '@gatehouse/data-access'
import { BadValue } from './refusals.js'
import { verifyingAlgs, type PublicKeySet } from './public-keys.js'
import type { ClientAttributes } from './client-attributes.js'

/** Where it can be asked which scopes a resource has. */
export interface KnownResources {
  find(identifier: string): Promise<{ scopes: readonly { name: string }[] } | undefined>
}

/** One rule about attributes that depend on each other: passes, or throws BadValue. */
type ClientRule = (client: ClientAttributes) => void

/** The rules that need nothing but the client, in the order in which they are asked. */
const RULES: readonly ClientRule[] = [
  requireRedirectUri,
  requireCodeForRefresh,
  requireCodeForPeople,
  requireSecrecyForItself,
  requireKeys,
  requireAlgsOnlyForKeys,
  requireKeyForAlgs,
  requireConfidentialForPkceExemption,
  requireSecrecyForIntrospection,
  requireScopeAtDefaultResource,
]

/** @throws BadValue naming the option to change */
export function requireConsistent(client: ClientAttributes): void {
  for (const rule of RULES) rule(client)
}

/**
 * Every API that the client names is registered, and has the scopes.
 *
 * @throws BadValue
 */
export async function requireKnownResources(
  client: ClientAttributes,
  resources: KnownResources,
): Promise<void> {
  const require = async (identifier: string, option: string) => {
    const found = await resources.find(identifier)
    if (!found) throw new BadValue(`${identifier} is not registered`, option)
    return found
  }
  for (const { resource, scope } of client.resourceScopes) {
    const { scopes } = await require(resource, client.defaultResource === resource ? 'resource' : 'scope')
    if (scopes.some(({ name }) => name === scope)) continue
    const known = scopes.map(({ name }) => name).join(', ')
    throw new BadValue(`${resource} has no scope ${scope}; it has ${known || 'none'}`, 'scope')
  }
  if (client.resourceServerFor !== null) await require(client.resourceServerFor, 'resource-server-for')
}

/** @see RFC 6749 §3.1.2.2 */
function requireRedirectUri({ grantTypes, redirectUris }: ClientAttributes): void {
  if (grantTypes.includes('authorization_code') && redirectUris.length === 0) {
    throw new BadValue('at least one is needed for the grant authorization_code', 'redirect-uri')
  }
}

/** @see RFC 6749 §4.4.3: client credentials get no refresh token. */
function requireCodeForRefresh({ grantTypes }: ClientAttributes): void {
  if (grantTypes.includes('refresh_token') && !grantTypes.includes('authorization_code')) {
    throw new BadValue('refresh_token needs authorization_code beside it', 'grant')
  }
}

/** @see OIDC Core §3.1.2.1 */
function requireCodeForPeople({ grantTypes, scopes }: ClientAttributes): void {
  if (scopes.length > 0 && !grantTypes.includes('authorization_code')) {
    throw new BadValue(
      `${scopes.join(' ')}: about a person, which needs the grant authorization_code`,
      'scope',
    )
  }
}

/** @see RFC 6749 §4.4: "The client credentials grant type MUST only be used by confidential clients." */
function requireSecrecyForItself({ grantTypes, tokenEndpointAuthMethod }: ClientAttributes): void {
  if (grantTypes.includes('client_credentials') && tokenEndpointAuthMethod === 'none') {
    throw new BadValue('none cannot go with the grant client_credentials', 'auth-method')
  }
}

/** @see RFC 7591 §2: "The jwks_uri and jwks parameters MUST NOT both be present." */
function requireKeys({ tokenEndpointAuthMethod, jwks, jwksUri }: ClientAttributes): void {
  if (jwks !== null && jwksUri !== null) throw new BadValue('cannot stand beside jwks', 'jwks-uri')
  if (tokenEndpointAuthMethod === 'private_key_jwt' && jwks === null && jwksUri === null) {
    throw new BadValue(
      'private_key_jwt needs the public keys, or the address where they stand',
      'auth-method',
    )
  }
}

function requireAlgsOnlyForKeys({ tokenEndpointAuthMethod, assertionSigningAlgs }: ClientAttributes): void {
  const needed = tokenEndpointAuthMethod === 'private_key_jwt'
  if (needed === assertionSigningAlgs.length > 0) return
  throw new BadValue(needed ? 'at least one is needed' : 'is for the method private_key_jwt', 'assertion-alg')
}

/** @see RFC 7523 §3 */
function requireKeyForAlgs({ tokenEndpointAuthMethod, assertionSigningAlgs, jwks }: ClientAttributes): void {
  if (tokenEndpointAuthMethod !== 'private_key_jwt' || jwks === null) return
  const possible = (jwks as PublicKeySet).keys.flatMap(verifyingAlgs)
  if (possible.some((alg) => assertionSigningAlgs.includes(alg))) return
  throw new BadValue(`no key can check ${assertionSigningAlgs.join(', ')}`, 'jwks')
}

/** @see RFC 9700 §2.1.1: public clients MUST use PKCE. */
function requireConfidentialForPkceExemption(client: ClientAttributes): void {
  if (!client.pkceExempt) return
  if (client.tokenEndpointAuthMethod === 'none')
    throw new BadValue('a public client needs PKCE', 'pkce-exempt')
  if (!client.scopes.includes('openid'))
    throw new BadValue('is for clients with the scope openid', 'pkce-exempt')
}

/** @see RFC 7662 §2.1 */
function requireSecrecyForIntrospection(client: ClientAttributes): void {
  if (client.resourceServerFor !== null && client.tokenEndpointAuthMethod === 'none') {
    throw new BadValue('needs a client that proves who it is, not the method none', 'resource-server-for')
  }
}

/** @see RFC 8707 §2 */
function requireScopeAtDefaultResource({ defaultResource, resourceScopes }: ClientAttributes): void {
  if (defaultResource === null || resourceScopes.some(({ resource }) => resource === defaultResource)) return
  throw new BadValue(`name the scopes that the client may have at ${defaultResource}`, 'resource')
}

/** A client's id, checked. @see RFC 6749 Appendix A.1; without the space, which nobody would see */
export function clientIdentifier(text: string): string {
  if (!/^[\x21-\x7e]{1,200}$/u.test(text)) {
    throw new BadValue('must be 1 to 200 printable ASCII characters without space')
  }
  return text
}

/**
 * A token of a client that acts for itself has its id as `sub`, where an API looks for a person.
 *
 * @throws BadValue
 * @see RFC 9700 §4.15
 */
export async function refuseIdOfPerson(clientId: string, users: UserStore): Promise<void> {
  if (await users.findById(clientId)) throw new BadValue('is the id of an account (RFC 9700 §4.15)', 'id')
}
