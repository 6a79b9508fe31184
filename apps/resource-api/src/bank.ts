import { ValidationPipe, type ValidationError } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { AppModule } from './app.module.js'
import { Clock } from './config/config.module.js'
import type { Settings } from './config/settings.js'
import { httpServer } from './http/http-server.js'
import { Problem } from './http/problem.js'
import { ProblemFilter } from './http/problem.filter.js'
import { ServerLogger } from './http/server-logger.js'

/** The bank, ready for `listen` or `init`. @throws DatabaseUnreachable */
export async function createBank(
  settings: Settings,
  clock: Clock = new Clock(),
): Promise<NestFastifyApplication> {
  const adapter = httpServer(settings)
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(settings, clock), adapter, {
    abortOnError: false,
    logger: new ServerLogger(adapter.getInstance().log),
  })
  app.useGlobalFilters(new ProblemFilter())
  app.useGlobalPipes(
    new ValidationPipe({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      exceptionFactory: badRequest,
    }),
  )
  return app
}

function badRequest(errors: ValidationError[]): Problem {
  const mistakes = errors.flatMap(({ property, constraints }) =>
    Object.values(constraints ?? { invalid: `${property} is malformed` }),
  )
  return new Problem('bad-request', { detail: `${mistakes.join('; ')}.`, mistakes })
}
