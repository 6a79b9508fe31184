import type { AccessTokenClaims } from '@gatehouse/token-types'
import { formatScope, STANDARD_CLAIMS } from '@gatehouse/protocol'
import type { Settings } from '../../config/settings.js'
import type { DescribedDecision } from './token-decision.js'

/** What the issuer adds to a decision. */
export interface AccessTokenStamp {
  issuer: string
  /** `aud` when the decision names no resource: the userinfo endpoint. */
  defaultAudience: string
  jti: string
  /** Whole seconds since 1970-01-01T00:00:00Z. */
  issuedAt: number
  lifetimeSeconds: number
  /** Thumbprint of the key that the token is bound to; undefined for a bearer token (RFC 9449 §6.1). */
  dpopJkt: string | undefined
}

/** Claims of our own beside those of RFC 9068: names of the claims asked for at the userinfo endpoint (OIDC Core §5.5). */
export interface IssuedAccessTokenClaims extends AccessTokenClaims {
  userinfo_claims?: string[]
}

/**
 * The payload of an access token.
 *
 * @see RFC 9068 §2.2
 */
export function accessTokenClaims(
  decision: DescribedDecision,
  stamp: AccessTokenStamp,
): IssuedAccessTokenClaims {
  const { client, subject, scope, resource } = decision
  return {
    iss: stamp.issuer,
    sub: subject.kind === 'user' ? subject.user.id : client.clientId,
    aud: resource?.identifier ?? stamp.defaultAudience,
    exp: stamp.issuedAt + stamp.lifetimeSeconds,
    iat: stamp.issuedAt,
    jti: stamp.jti,
    client_id: client.clientId,
    ...(scope.length ? { scope: formatScope(scope) } : {}),
    ...(stamp.dpopJkt === undefined ? {} : { cnf: { jkt: stamp.dpopJkt } }),
    ...(subject.kind === 'user' ? personClaims(subject, decision) : {}),
  }
}

function personClaims(
  { user, context }: Extract<DescribedDecision['subject'], { kind: 'user' }>,
  { resource, claims }: DescribedDecision,
): Partial<IssuedAccessTokenClaims> {
  const roles = user.roles
    .filter((role) => role.resourceIdentifier === resource?.identifier)
    .map(({ role }) => role)
  // "Any Claims requested that are not understood MUST be ignored" (OIDC Core §5.5.1); they would bloat the token.
  const asked = STANDARD_CLAIMS.filter((name) => Object.hasOwn(claims?.userinfo ?? {}, name))
  return {
    sid: context.sessionId,
    gid: context.grantId,
    auth_time: Math.floor(context.authTime.getTime() / 1000),
    acr: context.acr,
    amr: context.amr,
    ...(roles.length ? { roles } : {}),
    ...(asked.length ? { userinfo_claims: asked } : {}),
  }
}

/** How long an access token lives: as the client says, else its API, else the settings. */
export function accessTokenLifetimeSeconds(
  { client, resource }: Pick<DescribedDecision, 'client' | 'resource'>,
  lifetimes: Settings['lifetimes'],
): number {
  return (
    client.accessTokenLifetimeSeconds ?? resource?.accessTokenLifetimeSeconds ?? lifetimes.accessTokenSeconds
  )
}
