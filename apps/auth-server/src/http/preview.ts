import type { DynamicModule, INestApplication } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter } from '@nestjs/platform-fastify'

/** The application as one that only describes itself: nothing is instantiated, connected or served. */
export function previewOf(module: DynamicModule): Promise<INestApplication> {
  return NestFactory.create(module, new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  })
}
