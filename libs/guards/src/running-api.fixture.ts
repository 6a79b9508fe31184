import type { AddressInfo } from 'node:net'
import type { INestApplication } from '@nestjs/common'
import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import type { TestingModule } from '@nestjs/testing'

/** The HTTP frameworks that the guard is shown on. */
export const PLATFORMS = ['Fastify', 'Express'] as const

/** What a request got. */
interface Answer {
  statusCode: number
  headers: Record<string, string | undefined>
  body: string
  /** The body as JSON of unknown shape; empty where it is none. */
  json: Record<string, unknown>
}

/** An application that listens on a free loopback port. */
export interface RunningApi {
  nest: INestApplication
  url: string
  send: (method: string, path: string, headers?: Record<string, string>) => Promise<Answer>
  close: () => Promise<void>
}

/** The module as a running application on one of the frameworks. */
export async function onPlatform(
  platform: (typeof PLATFORMS)[number],
  module: TestingModule,
  prepare: (nest: INestApplication) => unknown = () => undefined,
): Promise<RunningApi> {
  const adapter = platform === 'Fastify' ? new FastifyAdapter() : new ExpressAdapter()
  const nest = module.createNestApplication(adapter as FastifyAdapter)
  prepare(nest)
  await nest.listen(0, '127.0.0.1')
  const { port } = nest.getHttpServer().address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  return {
    nest,
    url,
    send: async (method, path, headers = {}) => {
      const answer = await fetch(url + path, { method, headers: { connection: 'close', ...headers } })
      const body = await answer.text()
      const json = body.startsWith('{') ? (JSON.parse(body) as Record<string, unknown>) : {}
      return { statusCode: answer.status, headers: Object.fromEntries(answer.headers), body, json }
    },
    close: () => nest.close(),
  }
}
