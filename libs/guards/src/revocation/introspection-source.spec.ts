import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { AccessTokenClaims } from '@gatehouse/token-types'
import { IssuerMetadata } from '../issuer/issuer-metadata.js'
import { ResourceServerSettings } from '../resource-server-options.js'
import { IntrospectionSource } from './introspection-source.js'

const presented = { token: 'the.token.itself', digest: 'digest', claims: {} as AccessTokenClaims }

describe('IntrospectionSource', () => {
  let server: Server
  let url: string
  let now: Date
  let answer: [status: number, body: string]
  let questions: { authorization: string | undefined; body: string }[]

  beforeEach(async () => {
    now = new Date('2026-11-21T12:00:00Z')
    answer = [200, '{"active":true}']
    questions = []
    server = createServer((request, response) => {
      if (request.url === '/.well-known/oauth-authorization-server')
        return response.end(JSON.stringify({ issuer: url, introspection_endpoint: `${url}/introspect` }))
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      return request.on('end', () => {
        questions.push({
          authorization: request.headers.authorization,
          body: Buffer.concat(chunks).toString(),
        })
        response.writeHead(answer[0]).end(answer[1])
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterEach(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })

  function source(cacheSeconds = 5): IntrospectionSource {
    const options = { clientId: 'bank api', clientSecret: 'p%c:', cacheSeconds }
    const settings = new ResourceServerSettings({
      issuer: url,
      audience: 'a',
      revocation: { introspection: options },
    })
    return new IntrospectionSource(options, new IssuerMetadata(settings), () => now)
  }

  it('asks the endpoint of the metadata, as its own client (RFC 7662 §2.1, RFC 6749 §2.3.1)', async () => {
    await expect(source().isRevoked(presented)).resolves.toBe(false)
    const credentials = Buffer.from('bank+api:p%25c%3A').toString('base64')
    expect(questions).toEqual([
      { authorization: `Basic ${credentials}`, body: 'token=the.token.itself&token_type_hint=access_token' },
    ])
  })

  it('finds a token revoked that is not active (RFC 7662 §2.2)', async () => {
    answer = [200, '{"active":false}']
    await expect(source().isRevoked(presented)).resolves.toBe(true)
  })

  it('believes an answer for the cache time and no longer', async () => {
    const revocations = source(5)
    await Promise.all([revocations.isRevoked(presented), revocations.isRevoked(presented)])
    answer = [200, '{"active":false}']
    now = new Date(now.getTime() + 4_999)
    await expect(revocations.isRevoked(presented)).resolves.toBe(false)
    expect(questions).toHaveLength(1)
    now = new Date(now.getTime() + 1)
    await expect(revocations.isRevoked(presented)).resolves.toBe(true)
  })

  it.each([
    ['an error', [503, '{"active":true}']],
    ['a refusal of our own client', [401, '{"error":"invalid_client"}']],
    ['no member active', [200, '{}']],
    ['active as text', [200, '{"active":"true"}']],
    ['a page', [200, '<html>']],
  ] as const)('cannot tell when the answer is %s, and never says "not revoked"', async (_, unusable) => {
    answer = [...unusable]
    const revocations = source()
    await expect(revocations.isRevoked(presented)).rejects.toMatchObject({
      code: 'temporarily_unavailable',
      status: 503,
    })
    answer = [200, '{"active":true}']
    await expect(revocations.isRevoked(presented)).resolves.toBe(false)
  })
})
