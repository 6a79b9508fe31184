import { Global, Module } from '@nestjs/common'
import { APP_FILTER, APP_GUARD } from '@nestjs/core'
import { AntiForgery } from './anti-forgery.js'
import { CookieNames } from './cookies.js'
import { FailedRequests } from './failed-requests.js'
import { HealthController } from './health.controller.js'
import { DefaultDenyGuard } from './protection.js'
import { UnroutedFilter } from './unrouted.filter.js'

/** What every room needs to speak HTTP: default deny, errors, cookies, anti-forgery, health. */
@Global()
@Module({
  controllers: [HealthController],
  providers: [
    AntiForgery,
    CookieNames,
    FailedRequests,
    { provide: APP_GUARD, useClass: DefaultDenyGuard },
    { provide: APP_FILTER, useClass: UnroutedFilter },
  ],
  exports: [AntiForgery, CookieNames, FailedRequests],
})
export class HttpModule {}
