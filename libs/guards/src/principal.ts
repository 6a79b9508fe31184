import type { AccessTokenClaims } from '@gatehouse/token-types'

interface Caller {
  /** `sub`: the person's stable id, or the client's own where no person is involved. */
  subject: string
  /** The client that calls. */
  clientId: string
  scopes: readonly string[]
  roles: readonly string[]
}

/** A person, for whom a client calls. */
export interface UserPrincipal extends Caller {
  kind: 'user'
  /** Session at the authorization server. */
  sessionId: string | undefined
  /** What this person allowed this client. */
  grantId: string | undefined
  /** When the person proved who they are. */
  authenticatedAt: Date | undefined
  /** How well they proved it (OIDC Core §2, `acr`). */
  acr: string | undefined
}

/** A client that calls on its own behalf (client credentials, RFC 6749 §4.4). */
export interface ClientPrincipal extends Caller {
  kind: 'client'
}

/** Who calls. `kind` tells a person from a client, for the compiler too. */
export type Principal = UserPrincipal | ClientPrincipal

/** Who a token speaks for: a client where `sub` is its own id and neither session nor grant stands behind it. */
export function principalOf(claims: AccessTokenClaims): Principal {
  const caller: Caller = {
    subject: claims.sub,
    clientId: claims.client_id,
    scopes: scopesOf(claims),
    roles: claims.roles ?? [],
  }
  if (claims.sub === claims.client_id && claims.sid === undefined && claims.gid === undefined)
    return { kind: 'client', ...caller }
  return {
    kind: 'user',
    ...caller,
    sessionId: claims.sid,
    grantId: claims.gid,
    authenticatedAt: claims.auth_time === undefined ? undefined : new Date(claims.auth_time * 1000),
    acr: claims.acr,
  }
}

/** The scopes of a token; a token without any has none (RFC 9068 §2.2.3). */
export function scopesOf(claims: AccessTokenClaims): string[] {
  return (claims.scope ?? '').split(' ').filter((scope) => scope !== '')
}
