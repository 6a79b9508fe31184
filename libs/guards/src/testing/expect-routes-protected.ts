import type { INestApplicationContext } from '@nestjs/common'
import { AccessTokenGuard } from '../access-token.guard.js'
import { listRoutes } from '../routes.js'

/**
 * Asserts that the guard stands and that every route declares its protection: `@Public()` or a `@Require…`.
 *
 * @throws Error that lists the routes which declare nothing
 * @example
 * ```ts
 * it('declares how each route is protected', () => {
 *   expectRoutesProtected(app)
 * })
 * ```
 */
export function expectRoutesProtected(app: INestApplicationContext): void {
  try {
    app.get(AccessTokenGuard, { strict: false })
  } catch (cause) {
    throw new Error('ResourceServerModule is not imported: no route is protected', { cause })
  }
  const undeclared = listRoutes(app).filter(({ rule }) => !rule.declared)
  if (undeclared.length === 0) return
  const lines = undeclared.map(({ route, handler }) => `  ${route}  (${handler})`)
  throw new Error(`These routes declare no protection:\n${lines.join('\n')}`)
}
