import type { ClientRecord } from '@gatehouse/data-access'
import { OAuthError, SCOPE_CLAIMS, type ClaimRequest, type ClaimsRequest } from '@gatehouse/protocol'

/** Claims that stand in ID tokens anyway; asked for with a value, they say who must sign in and how (OIDC Core §5.5.1). */
const ABOUT_THE_SIGN_IN = ['sub', 'acr', 'auth_time']

/**
 * What of a `claims` parameter counts for this client: claims of the scopes that it may ask for, and those about the
 * sign-in itself. Everything else is left out, as "any Claims requested that are not understood MUST be ignored".
 *
 * *Enforces*: asking claim by claim reaches no further than asking by scope.
 *
 * @throws OAuthError invalid_request for a `sub` or `acr` whose value is no text
 * @see OIDC Core §5.5, §5.5.1
 */
export function claimsWithinCeiling(
  asked: ClaimsRequest,
  client: Pick<ClientRecord, 'scopes'>,
): ClaimsRequest {
  const within = (claims: ClaimsRequest['userinfo']) =>
    Object.fromEntries(
      Object.entries(claims).flatMap(([name, request]): [string, ClaimRequest | null][] => {
        if (ABOUT_THE_SIGN_IN.includes(name)) return [[name, request && textual(name, request)]]
        const scope = scopeOfClaim(name)
        // A value asked for says nothing here: what differs is for the client to judge.
        return scope !== undefined && client.scopes.includes(scope) ? [[name, null]] : []
      }),
    )
  return { userinfo: within(asked.userinfo), id_token: within(asked.id_token) }
}

/** Scopes whose claims are asked for one by one: the person must have allowed these too (OIDC Core §5.4, §5.5). */
export function scopesOfClaims({ userinfo, id_token }: ClaimsRequest): string[] {
  const scopes = [...Object.keys(userinfo), ...Object.keys(id_token)].flatMap(
    (name) => scopeOfClaim(name) ?? [],
  )
  return [...new Set(scopes)]
}

function scopeOfClaim(claim: string): string | undefined {
  return Object.entries(SCOPE_CLAIMS).find(([, claims]) => claims.includes(claim))?.[0]
}

function textual(name: string, request: ClaimRequest): ClaimRequest {
  const values = [...(request.values ?? []), ...(request.value === undefined ? [] : [request.value])]
  if (values.every((value) => typeof value === 'string')) return request
  throw new OAuthError('invalid_request', {
    description: `The claims parameter asks for a ${name} that is no text`,
    detail: { rule: 'claims.value', expected: 'text', reference: 'OIDC Core §5.5.1' },
  })
}
