import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { DocumentedApp } from './admin/documentation/documented-app.js'
import { AppModule } from './app.module.js'
import { Clock } from './config/clock.js'
import type { Settings } from './config/settings.js'
import { HttpServer } from './http/http-server.js'
import { PinoLogger } from './http/pino-logger.js'

/** Builds the server, ready to listen; tests build it the same way. */
export async function createApp(
  settings: Settings,
  clock: Clock = new Clock(),
): Promise<NestFastifyApplication> {
  const server = await new HttpServer(settings).prepare()
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(settings, clock), server, {
    bodyParser: false,
    abortOnError: false,
    logger: new PinoLogger(server.getInstance().log),
  })
  app.get(DocumentedApp, { strict: false }).is(app)
  return app
}
