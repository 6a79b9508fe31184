import { RequestMethod } from '@nestjs/common'
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js'
import { DiscoveryService, MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core'
import type { AdminScope } from '@gatehouse/token-types'
import { adminScopeOf } from './admin/route/admin-route.js'
import { protectionOf, type Protection } from './http/protection.js'
import type { TestingApp } from './testing-app.fixture.js'

type Handler = (...parameters: never[]) => unknown

/** A route as its handler declares it. */
export interface DeclaredRoute {
  method: string
  path: string
  protection: Protection | undefined
  /** The scope that a route of the admin API demands. */
  adminScope: AdminScope | undefined
}

/** Every route of every controller. */
export function declaredRoutes(test: TestingApp): DeclaredRoute[] {
  const reflector = test.app.get(Reflector)
  const scanner = new MetadataScanner()
  const controllers = new DiscoveryService(test.app.get(ModulesContainer)).getControllers()
  return controllers.flatMap(({ metatype }) => {
    if (typeof metatype !== 'function') return []
    const prototype = metatype.prototype as Record<string, Handler>
    const base = Reflect.getMetadata(PATH_METADATA, metatype) as string
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name] as Handler
      const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined
      if (method === undefined) return []
      const path = `/${base}/${String(Reflect.getMetadata(PATH_METADATA, handler))}`.replace(/\/+/gu, '/')
      const context = { getHandler: () => handler as never, getClass: () => metatype as never }
      return [
        {
          method: RequestMethod[method],
          path: path.replace(/(?<=.)\/$/u, ''),
          protection: protectionOf(reflector, context),
          adminScope: adminScopeOf(reflector, handler),
        },
      ]
    })
  })
}
