import {
  applyDecorators,
  Injectable,
  SetMetadata,
  UseFilters,
  UseGuards,
  UsePipes,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { ApiSecurity } from '@nestjs/swagger'
import { UserStore } from '@gatehouse/data-access'
import { principalIn, RequireScopes, type Principal } from '@gatehouse/guards'
import {
  ADMIN_RESOURCE,
  ADMIN_SCOPES,
  scopesOfAdminRoles,
  type AdminRole,
  type AdminScope,
} from '@gatehouse/token-types'
import { incomingOf } from '../../http/incoming-request.js'
import { Problem } from '../../http/problem.js'
import { ProblemFilter } from '../../http/problem.filter.js'
import { declareProtection } from '../../http/protection.js'
import { Actor, keepActor } from './actor.js'
import { inputPipe } from './input-pipe.js'

/** Name of the security scheme in the OpenAPI document. */
export const ADMIN_SECURITY_SCHEME = 'gatehouse'
const ADMIN_SCOPE = 'gatehouse:admin-scope'
const OWNER: AdminRole = 'owner'

/**
 * What the roles allow, asked of the database on every request: a role that was taken away counts from then on, whatever
 * the token says. A client that calls on its own behalf has no roles; its scopes are all it has.
 *
 * *Enforces*: the scope of the route must be allowed to the person as well as to the token.
 */
@Injectable()
class AdminRoleGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly users: UserStore,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const scope = this.reflector.get<AdminScope>(ADMIN_SCOPE, context.getHandler())
    const principal = principalIn(context)
    const roles = await this.rolesOf(principal)
    const scopes = allowedScopes(principal, roles)
    if (!scopes.has(scope)) {
      throw new Problem('forbidden', {
        detail: `This needs the permission ${scope}, which none of your roles has.`,
        permission: scope,
      })
    }
    keepActor(context, new Actor(principal, scopes, roles.includes(OWNER), incomingOf(context).scene))
    return true
  }

  private async rolesOf(principal: Principal): Promise<string[]> {
    if (principal.kind === 'client') return []
    const user = await this.users.findById(principal.subject)
    if (!user || user.disabledAt) return []
    return user.roles
      .filter(({ resourceIdentifier }) => resourceIdentifier === ADMIN_RESOURCE)
      .map(({ role }) => role)
  }
}

function allowedScopes(principal: Principal, roles: readonly string[]): ReadonlySet<AdminScope> {
  const ofToken = principal.scopes.filter((scope): scope is AdminScope => Object.hasOwn(ADMIN_SCOPES, scope))
  if (principal.kind === 'client') return new Set(ofToken)
  const ofRoles = scopesOfAdminRoles(roles)
  return new Set(ofToken.filter((scope) => ofRoles.has(scope)))
}

/**
 * Declares a route of the admin API: a token for it with the scope, a person whose roles allow it, input that is checked,
 * and problem details for every refusal.
 */
export const AdminRoute = (scope: AdminScope) =>
  applyDecorators(
    declareProtection('admin'),
    SetMetadata(ADMIN_SCOPE, scope),
    RequireScopes(scope),
    ApiSecurity(ADMIN_SECURITY_SCHEME, [scope]),
    UseGuards(AdminRoleGuard),
    UseFilters(ProblemFilter),
    UsePipes(inputPipe),
  )

/** The scope that a route demands; undefined where it is no admin route. */
export function adminScopeOf(reflector: Reflector, handler: (...parameters: never[]) => unknown) {
  return reflector.get<AdminScope | undefined>(ADMIN_SCOPE, handler)
}
