import type { INestApplication } from '@nestjs/common'
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger'
import { ADMIN_SCOPES } from '@gatehouse/token-types'
import { ADMIN_SECURITY_SCHEME } from '../route/admin-route.js'
import { PROBLEM_SCHEMA, PROBLEM_SCHEMA_NAME, withProblems, type Operation } from './described-problems.js'

const DESCRIPTION = `Everything that the console can do. Calls need an access token for \`urn:gatehouse:admin\` with the
scope of the route; of a person the roles must allow it as well. Refusals are problem details (RFC 9457). Lists page by
cursor. A change names the version that was seen (\`If-Match\`), a creation may name an \`Idempotency-Key\`.`

const ADMIN_PATH = '/admin/v1/'
const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const

/**
 * The OpenAPI document of the admin API. It is the same on every server: its addresses are relative to where it is served.
 */
export function adminDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Gatehouse admin API')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addServer('/', 'The authorization server')
    .addOAuth2(
      {
        type: 'oauth2',
        flows: {
          authorizationCode: {
            authorizationUrl: '/oauth2/authorize',
            tokenUrl: '/oauth2/token',
            refreshUrl: '/oauth2/token',
            scopes: { ...ADMIN_SCOPES },
          },
          clientCredentials: { tokenUrl: '/oauth2/token', scopes: { ...ADMIN_SCOPES } },
        },
      },
      ADMIN_SECURITY_SCHEME,
    )
    .build()
  const document = SwaggerModule.createDocument(app, builder)
  const paths = Object.entries(document.paths).filter(([path]) => path.startsWith(ADMIN_PATH))
  for (const [path, item] of paths) {
    for (const method of METHODS) {
      const operation = item[method]
      if (operation) Object.assign(operation, withProblems(operation as Operation, path))
    }
  }
  document.components ??= {}
  document.components.schemas = {
    ...document.components.schemas,
    [PROBLEM_SCHEMA_NAME]: PROBLEM_SCHEMA,
  }
  document.paths = Object.fromEntries(paths.sort(([a], [b]) => (a < b ? -1 : 1)))
  return document
}
