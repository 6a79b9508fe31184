import { Module } from '@nestjs/common'
import { Database } from '@gatehouse/data-access'
import { SharedRedis } from '../storage/shared-redis.js'
import { Accounts } from './accounts.js'
import { BrowserSessions } from './browser-sessions.js'
import { KnownBrowsers } from './known-browsers.js'
import { PasswordHasher } from './password-hasher.js'
import { SignInThrottle } from './sign-in-throttle.js'

/** Who people are, and which browser is whose. */
@Module({
  providers: [
    Accounts,
    BrowserSessions,
    KnownBrowsers,
    PasswordHasher,
    {
      provide: SignInThrottle,
      useFactory: ({ client }: SharedRedis, { pool }: Database) =>
        new SignInThrottle(client ? { redis: client } : { pool }),
      inject: [SharedRedis, Database],
    },
  ],
  exports: [Accounts, BrowserSessions, KnownBrowsers, PasswordHasher, SignInThrottle],
})
export class IdentityModule {}
