import { Global, Module } from '@nestjs/common'
import { APP_FILTER, APP_GUARD } from '@nestjs/core'
import { AntiForgery } from './anti-forgery.js'
import { CookieNames } from './cookies.js'
import { HealthController } from './health.controller.js'
import { OAuthErrorFilter } from './oauth-error.filter.js'
import { DefaultDenyGuard } from './protection.js'

/** What every room needs to speak HTTP: default deny, errors, cookies, anti-forgery, health. */
@Global()
@Module({
  controllers: [HealthController],
  providers: [
    AntiForgery,
    CookieNames,
    { provide: APP_GUARD, useClass: DefaultDenyGuard },
    { provide: APP_FILTER, useClass: OAuthErrorFilter },
  ],
  exports: [AntiForgery, CookieNames],
})
export class HttpModule {}
