import { Controller, Get, Param, Query } from '@nestjs/common'
import { ApiOkResponse, ApiTags } from '@nestjs/swagger'
import { BankStore } from '@gatehouse/data-access'
import { CurrentPrincipal, RequireScopes, type Principal } from '@gatehouse/guards'
import { Problem } from '../http/problem.js'
import { AccountView, TransactionView } from './account-view.js'
import { PageQuery } from './page-query.js'

/**
 * The caller's own accounts.
 *
 * Enforces: `accounts:read`. Somebody else's account answers exactly like one that does not exist.
 */
@ApiTags('accounts')
@RequireScopes('accounts:read')
@Controller('accounts')
export class AccountsController {
  constructor(private readonly bank: BankStore) {}

  /** The accounts that the caller owns. */
  @ApiOkResponse({ type: [AccountView] })
  @Get()
  async list(@CurrentPrincipal() caller: Principal): Promise<AccountView[]> {
    return (await this.bank.accountsOf(caller.subject)).map((account) => new AccountView(account))
  }

  /** One account of the caller. */
  @ApiOkResponse({ type: AccountView })
  @Get(':id')
  async show(@Param('id') id: string, @CurrentPrincipal() caller: Principal): Promise<AccountView> {
    const account = await this.bank.account(id, caller.subject)
    if (!account) throw new Problem('account-not-found')
    return new AccountView(account)
  }

  /** Bookings on one account of the caller, newest first. */
  @ApiOkResponse({ type: [TransactionView] })
  @Get(':id/transactions')
  async transactions(
    @Param('id') id: string,
    @Query() page: PageQuery,
    @CurrentPrincipal() caller: Principal,
  ): Promise<TransactionView[]> {
    const transactions = await this.bank.transactions(id, caller.subject, page)
    if (!transactions) throw new Problem('account-not-found')
    return transactions.map((transaction) => new TransactionView(transaction))
  }
}
