import { Global, Module } from '@nestjs/common'
import { AuditLog } from './audit-log.js'
import { FailureLog } from './failure-log.js'

/** What happened and why it was refused, after the fact. */
@Global()
@Module({ providers: [AuditLog, FailureLog], exports: [AuditLog, FailureLog] })
export class AuditModule {}
