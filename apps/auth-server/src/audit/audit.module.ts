import { Global, Module } from '@nestjs/common'
import { AuditLog } from './audit-log.js'
import { FailureLog } from './failure-log.js'
import { RefusalCounts } from './refusal-counts.js'
import { UsageCounting } from './usage-counting.js'

/** What happened and why it was refused, after the fact, and how often. */
@Global()
@Module({
  providers: [AuditLog, FailureLog, RefusalCounts, UsageCounting],
  exports: [AuditLog, FailureLog, RefusalCounts, UsageCounting],
})
export class AuditModule {}
