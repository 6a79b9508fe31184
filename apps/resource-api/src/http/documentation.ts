import type { INestApplication } from '@nestjs/common'
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger'
import { describeAccess } from '@gatehouse/guards'

/** The OpenAPI document of the bank, with what each route demands of a token. */
export function bankDocument(app: INestApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setTitle('Gatehouse sample bank')
    .setDescription('A resource server protected by @gatehouse/guards.')
    .setVersion('1')
    .build()
  return describeAccess(app, SwaggerModule.createDocument(app, description))
}

/** Serves the document at `/docs-json` and as a page at `/docs`, to everyone. Call it before `listen`. */
export function serveDocumentation(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => bankDocument(app))
}
