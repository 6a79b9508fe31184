import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Controller, Get, Module, Post } from '@nestjs/common'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger'
import { Test } from '@nestjs/testing'
import { Public, RequireAnyScope, RequireRoles, RequireScopes } from './decorators.js'
import { describeAccess } from './openapi.js'
import { ResourceServerModule } from './resource-server.module.js'
import { listRoutes } from './routes.js'
import { expectRoutesProtected } from './testing/expect-routes-protected.js'
import { TestIssuer } from './testing/test-issuer.js'

@Controller('things')
@RequireScopes('read')
class ThingsController {
  @RequireRoles('auditor')
  @Get(':id')
  show() {
    return {}
  }

  @RequireAnyScope('write', 'admin')
  @Post()
  create() {
    return {}
  }
}

@Controller()
class OtherController {
  @Public()
  @Get('health')
  health() {
    return {}
  }

  @Get('forgotten')
  forgotten() {
    return {}
  }
}

@Module({
  imports: [ResourceServerModule.forRoot(new TestIssuer().optionsFor('https://api.example'))],
  controllers: [ThingsController, OtherController],
})
class AppModule {}

describe('what the routes of an application declare', () => {
  let app: NestFastifyApplication
  let document: OpenAPIObject

  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [AppModule] }).compile()
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter())
    app.setGlobalPrefix('v1')
    await app.init()
    document = describeAccess(app, SwaggerModule.createDocument(app, new DocumentBuilder().build()))
  })
  afterAll(() => app.close())

  it('is listed route by route', () => {
    expect(listRoutes(app).map(({ route, rule }) => [route, rule.public, rule.declared])).toEqual([
      ['GET /forgotten', false, false],
      ['GET /health', true, true],
      ['GET /things/:id', false, true],
      ['POST /things', false, true],
    ])
  })

  it('stands in the OpenAPI document, under a global prefix too', () => {
    expect(document.paths['/v1/things/{id}']?.get).toMatchObject({
      security: [{ gatehouse: ['read'] }],
      description: 'Needs the role auditor.',
      responses: { 401: expect.anything(), 403: expect.anything() },
    })
    expect(document.paths['/v1/things']?.post?.security).toEqual([
      { gatehouse: ['read', 'write'] },
      { gatehouse: ['read', 'admin'] },
    ])
    expect(document.components?.securitySchemes?.['gatehouse']).toEqual({
      type: 'openIdConnect',
      openIdConnectUrl: 'https://issuer.test/.well-known/openid-configuration',
    })
  })

  it('leaves a public route without security', () => {
    expect(document.paths['/v1/health']?.get?.security).toBeUndefined()
  })

  it('is missing on a forgotten route, and expectRoutesProtected names it alone', () => {
    expect(() => expectRoutesProtected(app)).toThrow(
      new Error('These routes declare no protection:\n  GET /forgotten  (OtherController.forgotten)'),
    )
  })

  it('counts for nothing where the module is not imported', async () => {
    const bare = await Test.createTestingModule({ controllers: [OtherController] }).compile()
    expect(() => expectRoutesProtected(bare)).toThrow('not imported')
  })
})
