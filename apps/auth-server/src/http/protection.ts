import {
  applyDecorators,
  Injectable,
  SetMetadata,
  UseFilters,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { Public } from '@gatehouse/guards'
import { OAuthError } from '@gatehouse/protocol'
import { OAuthErrorFilter } from './oauth-error.filter.js'
import { PageErrorFilter } from './page-error.filter.js'

const PROTECTION = 'gatehouse:protection'

/**
 * What guards a route:
 * - `public`: nothing, anyone may call it;
 * - `client`: client authentication (RFC 6749 §2.3);
 * - `access-token`: a token of this server (RFC 6750);
 * - `browser`: the interaction's cookie and, on POST, the anti-forgery token;
 * - `one-time-link`: a secret in the link, used once;
 * - `admin`: an access token for the admin API, and a person whose roles allow it.
 */
export type Protection = 'public' | 'client' | 'access-token' | 'browser' | 'one-time-link' | 'admin'

/** Says what guards a route. */
export const declareProtection = (protection: Protection) => SetMetadata(PROTECTION, protection)

/**
 * Declares a route of the protocol: errors answer as JSON (RFC 6749 §5.2). It guards itself; the guard of the admin API,
 * which stands before every route, lets it pass.
 */
export const ProtocolRoute = (protection: Exclude<Protection, 'admin'>) =>
  applyDecorators(declareProtection(protection), Public(), UseFilters(OAuthErrorFilter))

/** Declares a route for a person's browser: errors answer as a page. The guard of the admin API lets it pass. */
export const PageRoute = (protection: Exclude<Protection, 'admin'>) =>
  applyDecorators(declareProtection(protection), Public(), UseFilters(PageErrorFilter))

/** What a handler declared, or undefined. */
export function protectionOf(
  reflector: Reflector,
  context: Pick<ExecutionContext, 'getHandler' | 'getClass'>,
) {
  return reflector.getAllAndOverride<Protection | undefined>(PROTECTION, [
    context.getHandler(),
    context.getClass(),
  ])
}

/** *Enforces*: a route that declares no protection answers nobody. */
@Injectable()
export class DefaultDenyGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    if (protectionOf(this.reflector, context)) return true
    throw new OAuthError('server_error', {
      description: 'This route is not available',
      detail: { rule: 'route.undeclared', expected: '@ProtocolRoute or @PageRoute' },
    })
  }
}
