import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from '@jest/globals'
import { IssuerMetadata } from '../../issuer/issuer-metadata.js'
import { ResourceServerSettings } from '../../resource-server-options.js'
import { FeedServer } from './feed-server.fixture.js'
import { FeedRevocationSource } from './feed-revocation-source.js'

it('a follower tells the server the place that it reached, as one instance', async () => {
  const server = new FeedServer()
  await server.start()
  const settings = new ResourceServerSettings({ issuer: server.url, audience: 'a', revocation: 'none' })
  const metadata = new IssuerMetadata(settings)
  const source = new FeedRevocationSource(
    { clientId: 'bank', clientSecret: 'secret' },
    { metadata, now: () => new Date(), clockSkewSeconds: 0 },
  )
  source.onApplicationBootstrap()
  const told = () => server.asked.positions.map((form) => new URLSearchParams(form))
  try {
    while (!told().some((form) => form.get('sequence') === '0')) await sleep(20)
    server.revoke(['now'])
    while (!told().some((form) => form.get('sequence') === '1')) await sleep(20)
    expect(new Set(told().map((form) => form.get('instance'))).size).toBe(1)
  } finally {
    await source.onApplicationShutdown()
    await server.stop()
  }
})
