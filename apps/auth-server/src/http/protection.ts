import {
  applyDecorators,
  Injectable,
  SetMetadata,
  UseFilters,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common'
import { Reflector } from '@nestjs/core'
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
 * - `one-time-link`: a secret in the link, used once.
 */
export type Protection = 'public' | 'client' | 'access-token' | 'browser' | 'one-time-link'

/** Declares a route of the protocol: errors answer as JSON (RFC 6749 §5.2). */
export const ProtocolRoute = (protection: Protection) =>
  applyDecorators(SetMetadata(PROTECTION, protection), UseFilters(OAuthErrorFilter))

/** Declares a route for a person's browser: errors answer as a page. */
export const PageRoute = (protection: Protection) =>
  applyDecorators(SetMetadata(PROTECTION, protection), UseFilters(PageErrorFilter))

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
