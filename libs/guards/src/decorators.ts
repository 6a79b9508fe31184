import { createParamDecorator, type ExecutionContext } from '@nestjs/common'
import { accessOf, userOf } from './access.js'
import { opening, requiring } from './access-rule.js'

/**
 * Opens a route, or every route of a class, to callers without a token. It has no effect where the route or its
 * class requires something.
 *
 * @example
 * ```ts
 * @Controller('health')
 * class HealthController {
 *   @Public()
 *   @Get()
 *   live() {
 *     return { status: 'up' }
 *   }
 * }
 * ```
 */
export const Public = (): ClassDecorator & MethodDecorator => opening()

/**
 * Demands every one of the scopes; class and method add up. Without a scope it says: any valid token.
 *
 * @see RFC 6750 §3.1, `insufficient_scope`
 * @example
 * ```ts
 * @RequireScopes('accounts:read')
 * @Controller('accounts')
 * class AccountsController {
 *   @RequireScopes('accounts:close') // needs accounts:read too
 *   @Delete(':id')
 *   close(@Param('id') id: string) {
 *     return { closed: id }
 *   }
 * }
 * ```
 */
export const RequireScopes = (...scopes: string[]): ClassDecorator & MethodDecorator => requiring({ scopes })

/**
 * Demands at least one of the scopes.
 *
 * @example
 * ```ts
 * @RequireAnyScope('reports:read', 'reports:admin')
 * @Controller('reports')
 * class ReportsController {}
 * ```
 */
export const RequireAnyScope = (...scopes: [string, ...string[]]): ClassDecorator & MethodDecorator =>
  requiring({ anyScope: [scopes] })

/**
 * Demands every one of the roles (RFC 9068 §2.2.3.1).
 *
 * @example
 * ```ts
 * @RequireRoles('auditor')
 * @Controller('audit')
 * class AuditController {}
 * ```
 */
export const RequireRoles = (...roles: [string, ...string[]]): ClassDecorator & MethodDecorator =>
  requiring({ roles })

/**
 * Demands a sign-in of one of these authentication contexts; otherwise the client is told to send the person through
 * a stronger one.
 *
 * @see RFC 9470 §3, `insufficient_user_authentication`
 * @example
 * ```ts
 * @Controller('transfers')
 * class TransfersController {
 *   @RequireAcr('urn:example:two-factors')
 *   @Post()
 *   create() {
 *     return { accepted: true }
 *   }
 * }
 * ```
 */
export const RequireAcr = (...acrValues: [string, ...string[]]): ClassDecorator & MethodDecorator =>
  requiring({ acr: [acrValues] })

/**
 * Parameter: the `Principal` that calls, a person or a client.
 *
 * @example
 * ```ts
 * @Controller('whoami')
 * class WhoAmIController {
 *   @Get()
 *   show(@CurrentPrincipal() caller: Principal) {
 *     return caller.kind === 'user' ? { session: caller.sessionId } : { client: caller.clientId }
 *   }
 * }
 * ```
 */
export const CurrentPrincipal = createParamDecorator(
  (_: undefined, context: ExecutionContext) => accessOf(context).principal,
)

/**
 * Parameter: the `UserPrincipal`, a person. A client that calls on its own behalf gets 403.
 *
 * @example
 * ```ts
 * @Controller('profile')
 * class ProfileController {
 *   @Get()
 *   show(@CurrentUser() user: UserPrincipal) {
 *     return { subject: user.subject }
 *   }
 * }
 * ```
 */
export const CurrentUser = createParamDecorator((_: undefined, context: ExecutionContext) => userOf(context))

/**
 * Parameter: the verified claims, `AccessTokenClaims`.
 *
 * @example
 * ```ts
 * @Controller('token')
 * class TokenController {
 *   @Get()
 *   show(@AccessToken() claims: AccessTokenClaims) {
 *     return { expiresAt: new Date(claims.exp * 1000) }
 *   }
 * }
 * ```
 */
export const AccessToken = createParamDecorator(
  (_: undefined, context: ExecutionContext) => accessOf(context).claims,
)
