import type { INestApplicationContext } from '@nestjs/common'
import { ResourceServerSettings } from './resource-server-options.js'
import { metadataUrls } from './issuer/issuer-metadata.js'
import { listRoutes } from './routes.js'

interface Operation {
  operationId?: string
  description?: string
}

/** What is read and completed of an OpenAPI document; the one of `@nestjs/swagger` fits. */
interface OpenApiDocument {
  paths: object
  components?: object
}

const SCHEME = 'gatehouse'

/**
 * Writes into an OpenAPI document what each route demands: scopes as `security`, roles and authentication contexts
 * in its description, 401 and 403 among its responses. Public routes stay as they are.
 *
 * Routes are found by `operationId`, so leave `operationIdFactory` at `@nestjs/swagger`'s default.
 *
 * @example
 * ```ts
 * const document = SwaggerModule.createDocument(app, new DocumentBuilder().setTitle('Bank').build())
 * SwaggerModule.setup('docs', app, describeAccess(app, document))
 * ```
 */
export function describeAccess<Document extends OpenApiDocument>(
  app: INestApplicationContext,
  document: Document,
): Document {
  const { issuer } = app.get(ResourceServerSettings, { strict: false })
  const rules = new Map(listRoutes(app).map(({ handler, rule }) => [handler.replace('.', '_'), rule]))
  for (const operation of operationsOf(document)) {
    const rule = rules.get(operation.operationId ?? '')
    if (!rule || rule.public) continue
    const { scopes, anyScope, roles, acr } = rule.requirement
    const alternatives = anyScope.reduce<string[][]>(
      (sets, list) => sets.flatMap((set) => list.map((scope) => [...set, scope])),
      [[...scopes]],
    )
    const notes = [
      ...(roles.length > 0 ? [`Needs the role ${roles.join(' and ')}.`] : []),
      ...acr.map((values) => `Needs a sign-in with acr ${values.join(' or ')}.`),
    ]
    Object.assign(operation, {
      security: alternatives.map((set) => ({ [SCHEME]: set })),
      ...(notes.length > 0 && { description: [operation.description, ...notes].filter(Boolean).join(' ') }),
      responses: {
        401: { description: 'No access token, or one that does not do (RFC 6750 §3.1).' },
        403: { description: 'The access token lacks a scope or a role (RFC 6750 §3.1).' },
        ...(operation as { responses?: object }).responses,
      },
    })
  }
  const components = (document.components ?? {}) as { securitySchemes?: object }
  components.securitySchemes = {
    ...components.securitySchemes,
    [SCHEME]: { type: 'openIdConnect', openIdConnectUrl: metadataUrls(issuer)[1] },
  }
  document.components = components
  return document
}

function operationsOf(document: OpenApiDocument): Operation[] {
  return Object.values(document.paths as Record<string, Record<string, unknown>>).flatMap((item) =>
    Object.values(item).filter((value): value is Operation => typeof value === 'object' && value !== null),
  )
}
