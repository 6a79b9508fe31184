import { describe, expect, it } from '@jest/globals'
import { Controller, Get, Module } from '@nestjs/common'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import { Test } from '@nestjs/testing'
import { RESOURCE_SERVER_OPTIONS, ResourceServerModule } from '../resource-server.module.js'
import { serveIssuer } from './serve-issuer.js'
import { TestIssuer } from './test-issuer.js'

const audience = 'https://api.example'

@Controller()
class OneController {
  @Get()
  show() {
    return {}
  }
}

@Module({
  imports: [ResourceServerModule.forRoot({ issuer: 'https://id.example', audience, revocation: 'none' })],
  controllers: [OneController],
})
class AppModule {}

async function statusWith(options: object, token: string): Promise<number> {
  const module = await Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(RESOURCE_SERVER_OPTIONS)
    .useValue(options)
    .compile()
  const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter())
  await app.init()
  const answer = await app.inject({ url: '/', headers: { authorization: `Bearer ${token}` } })
  await app.close()
  return answer.statusCode
}

describe('an application under test', () => {
  it('takes the tokens of a TestIssuer in place of its own issuer, and of no other', async () => {
    const issuer = new TestIssuer()
    expect(await statusWith(issuer.optionsFor(audience), issuer.userToken('person', { audience }))).toBe(200)
    expect(
      await statusWith(issuer.optionsFor(audience), new TestIssuer().userToken('person', { audience })),
    ).toBe(401)
  })

  it('finds a served issuer by its URL (RFC 8414 §3)', async () => {
    const { issuer, close } = await serveIssuer()
    const options = { issuer: issuer.issuer, audience, revocation: 'none' }
    expect(await statusWith(options, issuer.clientToken('job', { audience }))).toBe(200)
    await close()
    expect(await statusWith(options, issuer.clientToken('job', { audience }))).toBe(503)
  })
})
