import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { fetchJson } from './fetch-json.js'

const answers: Record<string, [status: number, body: string]> = {
  '/object': [200, '{"a":1}'],
  '/list': [200, '[]'],
  '/html': [200, '<html>'],
  '/error': [500, '{"a":1}'],
  '/huge': [200, `{"a":"${'x'.repeat(1_048_576)}"}`],
}

describe('fetchJson', () => {
  let server: Server
  let url: string

  beforeAll(async () => {
    server = createServer((request, response) => {
      const [status, body] = answers[request.url ?? ''] ?? [302, '']
      response.writeHead(status, { location: '/object' }).end(body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })

  it('reads an object', async () => {
    await expect(fetchJson(`${url}/object`)).resolves.toEqual({ a: 1 })
  })

  it.each([
    ['a list', '/list', 'JSON object'],
    ['a page', '/html', 'JSON object'],
    ['an error', '/error', 'answered 500'],
    ['more than 1 MiB', '/huge', 'more than'],
    ['a redirect', '/redirect', 'did not answer'],
  ])('refuses %s', async (_, path, reason) => {
    await expect(fetchJson(`${url}${path}`)).rejects.toThrow(reason)
  })

  it('refuses a server that is not there', async () => {
    await expect(fetchJson('http://127.0.0.1:1/')).rejects.toThrow('did not answer')
  })
})
