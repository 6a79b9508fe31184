import { RequestMethod, type INestApplicationContext } from '@nestjs/common'
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants'
import { MetadataScanner, ModulesContainer } from '@nestjs/core'
import { accessRuleOf, type AccessRule } from './access-rule.js'

/** One route of an application and how it is protected. */
export interface RouteAccess {
  /** Method and path as the decorators give them, such as `GET /accounts/:id`. */
  route: string
  /** Class and method, such as `AccountsController.show`. */
  handler: string
  rule: AccessRule
}

/**
 * Every route of the application's controllers, sorted by path.
 *
 * @example
 * ```ts
 * const open = listRoutes(app).filter(({ rule }) => rule.public)
 * console.log(open.map(({ route }) => route))
 * ```
 */
export function listRoutes(app: INestApplicationContext): RouteAccess[] {
  const scanner = new MetadataScanner()
  const controllers = [...app.get(ModulesContainer, { strict: false }).values()].flatMap((module) => [
    ...module.controllers.values(),
  ])
  const routes = controllers.flatMap(({ metatype }) => {
    if (typeof metatype !== 'function') return []
    const prototype = metatype.prototype as Record<string, () => unknown>
    return scanner
      .getAllMethodNames(prototype)
      .flatMap((name) => routesOf(metatype as new () => object, prototype[name]))
  })
  return routes.sort((one, other) => one.route.localeCompare(other.route))
}

function routesOf(controller: new () => object, handler: (() => unknown) | undefined): RouteAccess[] {
  const method = handler && (Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined)
  if (handler === undefined || method === undefined) return []
  const rule = accessRuleOf(handler, controller)
  return pathsOf(controller).flatMap((base) =>
    pathsOf(handler).map((path) => ({
      route: `${RequestMethod[method]} /${[base, path].filter(Boolean).join('/')}`,
      handler: `${controller.name}.${handler.name}`,
      rule,
    })),
  )
}

function pathsOf(target: object): string[] {
  const paths = [Reflect.getMetadata(PATH_METADATA, target) as string | string[] | undefined].flat()
  return paths.map((path) => (path ?? '').replace(/^\/|\/$/g, ''))
}
