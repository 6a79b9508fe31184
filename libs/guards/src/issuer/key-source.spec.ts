import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Logger } from '@nestjs/common'
import { ResourceServerSettings, type ResourceServerOptions } from '../resource-server-options.js'
import { TestIssuer } from '../testing/test-issuer.js'
import { IssuerMetadata } from './issuer-metadata.js'
import { KeySource } from './key-source.js'

describe('KeySource', () => {
  let server: Server
  let url: string
  let keyRequests: number
  let status: number
  let now: Date
  let issuer: TestIssuer
  let namedIssuer: string | undefined

  beforeEach(async () => {
    Logger.overrideLogger(false)
    ;[keyRequests, status, now, namedIssuer] = [0, 200, new Date('2026-11-21T12:00:00Z'), undefined]
    server = createServer((request, response) => {
      if (request.url === '/.well-known/openid-configuration') {
        response.end(JSON.stringify({ issuer: namedIssuer ?? url, jwks_uri: `${url}/jwks` }))
      } else if (request.url === '/jwks') {
        keyRequests += 1
        response.writeHead(status, { location: `${url}/elsewhere` })
        response.end(JSON.stringify(issuer.jwks))
      } else response.writeHead(404).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    issuer = new TestIssuer({ issuer: url })
  })
  afterEach(() => {
    Logger.overrideLogger(['error', 'warn', 'log'])
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })

  function source(change: Partial<ResourceServerOptions> = {}): KeySource {
    const options = {
      issuer: url,
      audience: 'https://api.example',
      revocation: 'none' as const,
      now: () => now,
    }
    const settings = new ResourceServerSettings({ ...options, ...change })
    return new KeySource(settings, new IssuerMetadata(settings))
  }
  const header = () => ({ alg: 'ES256', kid: issuer.jwks.keys[0]?.kid })
  const pass = (seconds: number) => (now = new Date(now.getTime() + seconds * 1000))

  it('finds the keys through the metadata of the issuer, at the first token (OIDC Discovery §4)', async () => {
    const keys = source()
    expect(keyRequests).toBe(0)
    expect((await keys.find(header())).asymmetricKeyType).toBe('ec')
  })

  it('does not believe metadata that names another issuer (RFC 8414 §3.3)', async () => {
    namedIssuer = 'https://attacker.example'
    await expect(source().find(header())).rejects.toMatchObject({
      code: 'temporarily_unavailable',
      status: 503,
    })
    expect(keyRequests).toBe(0)
  })

  it('fetches once for many tokens at once', async () => {
    const keys = source()
    await Promise.all(Array.from({ length: 50 }, () => keys.find(header())))
    expect(keyRequests).toBe(1)
  })

  it('fetches again for an unknown kid, once, and then not before the cooldown is over', async () => {
    const keys = source()
    await keys.find(header())
    issuer.rotate()
    const version = keys.version()
    await Promise.all(Array.from({ length: 50 }, () => keys.find(header())))
    expect(keyRequests).toBe(2)
    expect(keys.version()).not.toBe(version)

    issuer.rotate()
    await expect(keys.find(header())).rejects.toMatchObject({ code: 'invalid_token' })
    expect(keyRequests).toBe(2)
    pass(30)
    await keys.find(header())
    expect(keyRequests).toBe(3)
  })

  it('drops a key that the issuer withdrew, once the keys are old', async () => {
    const keys = source({ keyCacheSeconds: 60 })
    const former = header()
    await keys.find(former)
    issuer = new TestIssuer({ issuer: url })
    pass(60)
    const version = keys.version()
    while (keys.version() === version) await new Promise((resolve) => setTimeout(resolve, 5))
    await expect(keys.find(former)).rejects.toMatchObject({ code: 'invalid_token' })
  })

  it('answers temporarily_unavailable while the issuer fails, and recovers by itself', async () => {
    status = 500
    const keys = source()
    await expect(keys.find(header())).rejects.toMatchObject({ code: 'temporarily_unavailable', status: 503 })
    await expect(keys.find(header())).rejects.toMatchObject({ code: 'temporarily_unavailable' })
    expect(keyRequests).toBe(1)
    status = 200
    pass(1)
    await expect(keys.find(header())).resolves.toBeDefined()
  })

  it('goes on with the keys it has while the issuer fails', async () => {
    const keys = source()
    await keys.find(header())
    status = 500
    pass(3_600)
    keys.version()
    await expect(keys.find(header())).resolves.toBeDefined()
  })

  it('follows no redirect to other keys', async () => {
    status = 302
    await expect(source().find(header())).rejects.toMatchObject({ code: 'temporarily_unavailable' })
  })
})
