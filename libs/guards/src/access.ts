import type { ExecutionContext } from '@nestjs/common'
import { OAuthError } from '@gatehouse/protocol'
import type { AccessTokenClaims } from '@gatehouse/token-types'
import type { Principal, UserPrincipal } from './principal.js'
import type { Refusals } from './refusals.js'

/** What the guard found out about one request. */
export interface Access {
  claims: AccessTokenClaims
  principal: Principal
  /** How the token was sent. */
  scheme: 'Bearer' | 'DPoP'
  refusals: Refusals
}

const accesses = new WeakMap<object, Access>()

/** Keeps what the guard found out for as long as the request lives. */
export function keepAccess(request: object, access: Access): void {
  accesses.set(request, access)
}

/** What the guard found out about the request. @throws Error on a public route, where nobody is known. */
export function accessOf(context: ExecutionContext): Access {
  const access = accesses.get(context.switchToHttp().getRequest<object>())
  if (access) return access
  throw new Error(
    `${context.getClass().name}.${context.getHandler().name} asks who calls, but the route is public: nobody is known there`,
  )
}

/**
 * Who calls, for guards and interceptors of the application that come after the guard; controllers take
 * `@CurrentPrincipal()`.
 *
 * @throws Error on a public route, where nobody is known
 * @example
 * ```ts
 * class OfficeHoursGuard implements CanActivate {
 *   canActivate(context: ExecutionContext): boolean {
 *     return principalIn(context).roles.includes('auditor')
 *   }
 * }
 * ```
 */
export function principalIn(context: ExecutionContext): Principal {
  return accessOf(context).principal
}

/** The person that the token speaks for. @throws AccessRefused 403 when a client calls on its own behalf */
export function userOf(context: ExecutionContext): UserPrincipal {
  const { principal, scheme, refusals } = accessOf(context)
  if (principal.kind === 'user') return principal
  throw refusals.refused(
    context.switchToHttp().getResponse<unknown>(),
    new OAuthError('insufficient_scope', {
      description: 'This needs the access token of a person; a client alone cannot do it.',
    }),
    scheme,
  )
}
