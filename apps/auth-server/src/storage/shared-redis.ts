import { Injectable, Logger } from '@nestjs/common'
import { Redis } from 'ioredis'
import { Settings } from '../config/settings.js'

/**
 * The Redis that servers share, where one is configured. It is never waited for: commands fail at once while it is
 * away, and whoever uses it has another way.
 */
@Injectable()
export class SharedRedis {
  readonly client: Redis | undefined

  constructor({ redisUrl }: Settings) {
    if (redisUrl === undefined) return
    const logger = new Logger('redis')
    let away = false
    this.client = new Redis(redisUrl, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      disconnectTimeout: 200,
      retryStrategy: (attempt) => Math.min(100 * 2 ** attempt, 5_000),
    })
      .on('ready', () => {
        if (away) logger.log('Redis is back')
        away = false
      })
      .on('error', (error: Error) => {
        if (!away) logger.warn({ msg: 'Redis is away', error: error.message })
        away = true
      })
  }

  /** Never fails: a Redis that went away a moment ago may still look ready. */
  async close(): Promise<void> {
    const { client } = this
    if (client?.status === 'ready') await client.quit().catch(() => client.disconnect())
    else client?.disconnect()
  }
}
