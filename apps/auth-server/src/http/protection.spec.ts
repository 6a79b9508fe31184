import { Controller, Get, Module, type INestApplication } from '@nestjs/common'
import { APP_GUARD, NestFactory } from '@nestjs/core'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { testSettings } from '../config/settings.fixture.js'
import { Answer } from './answer.js'
import { FailedRequests } from './failed-requests.js'
import { HttpServer } from './http-server.js'
import { DefaultDenyGuard, ProtocolRoute } from './protection.js'
import { FailureLog } from '../audit/failure-log.js'
import { Settings } from '../config/settings.js'

@Controller('some')
class SomeController {
  @Get('declared')
  @ProtocolRoute('public')
  declared(): Answer {
    return Answer.json('declared')
  }

  @Get('forgotten')
  forgotten(): Answer {
    return Answer.json('forgotten')
  }
}

const settings = testSettings({ GATEHOUSE_LOG_LEVEL: 'silent' })

@Module({
  controllers: [SomeController],
  providers: [
    FailedRequests,
    { provide: APP_GUARD, useClass: DefaultDenyGuard },
    { provide: Settings, useValue: settings },
    { provide: FailureLog, useValue: { record: () => undefined } },
  ],
})
class SomeModule {}

let app: INestApplication
const server = new HttpServer(settings)

beforeAll(async () => {
  app = await NestFactory.create(SomeModule, server, { bodyParser: false, logger: false })
  await app.init()
})

afterAll(() => app.close())

describe('default deny', () => {
  it('answers a route that declares its protection', async () => {
    const answer = await server.inject({ url: '/some/declared' })
    expect([answer.statusCode, answer.body]).toStrictEqual([200, '"declared"'])
  })

  it('answers nobody on a route that declares none', async () => {
    const answer = await server.inject({ url: '/some/forgotten' })
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toContain('forgotten')
  })
})
