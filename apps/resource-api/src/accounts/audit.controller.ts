import { Controller, Get, Query } from '@nestjs/common'
import { ApiOkResponse, ApiTags } from '@nestjs/swagger'
import { BankStore } from '@gatehouse/data-access'
import { RequireRoles, RequireScopes } from '@gatehouse/guards'
import { AuditedAccountView } from './account-view.js'
import { PageQuery } from './page-query.js'

/**
 * What an auditor sees of everybody.
 *
 * Enforces: the role `auditor` on top of `accounts:read`.
 */
@ApiTags('audit')
@RequireScopes('accounts:read')
@RequireRoles('auditor')
@Controller('audit')
export class AuditController {
  constructor(private readonly bank: BankStore) {}

  /** Every account of the bank, by id. */
  @ApiOkResponse({ type: [AuditedAccountView] })
  @Get('accounts')
  async accounts(@Query() page: PageQuery): Promise<AuditedAccountView[]> {
    return (await this.bank.allAccounts(page)).map((account) => new AuditedAccountView(account))
  }
}
