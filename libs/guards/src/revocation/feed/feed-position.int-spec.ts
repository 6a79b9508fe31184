import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Logger } from '@nestjs/common'
import { IssuerMetadata } from '../../issuer/issuer-metadata.js'
import { ResourceServerSettings } from '../../resource-server-options.js'
import { FeedRevocationSource } from './feed-revocation-source.js'
import { FeedServer } from './feed-server.fixture.js'

describe('a follower of the feed', () => {
  let server: FeedServer
  let source: FeedRevocationSource

  beforeEach(async () => {
    Logger.overrideLogger(false)
    server = new FeedServer()
    await server.start()
    const settings = new ResourceServerSettings({ issuer: server.url, audience: 'a', revocation: 'none' })
    source = new FeedRevocationSource(
      { clientId: 'bank api', clientSecret: 'p%c:' },
      { metadata: new IssuerMetadata(settings), now: () => new Date(), clockSkewSeconds: 0 },
    )
    source.onApplicationBootstrap()
  })
  afterEach(async () => {
    Logger.overrideLogger(['error', 'warn', 'log'])
    await source.onApplicationShutdown()
    await server.stop()
  })

  const told = async (sequence: number) => {
    for (let wait = 0; wait < 2_000; wait += 1) {
      if (server.asked.positions.some((form) => form.endsWith(`sequence=${sequence}`))) return
      await sleep(5)
    }
    throw new Error(`The place ${sequence} was never told`)
  }

  it('tells the server the place that it reached, as one instance', async () => {
    await told(0)
    server.revoke(['now'])
    await told(1)
    const instances = server.asked.positions.map((form) => new URLSearchParams(form).get('instance'))
    expect(new Set(instances).size).toBe(1)
  })
})
