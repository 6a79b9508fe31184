import { Body, Controller, Post, Res } from '@nestjs/common'
import { ApiConflictResponse, ApiCreatedResponse, ApiHeader, ApiTags } from '@nestjs/swagger'
import { ApiNotFoundResponse, ApiOkResponse, ApiUnprocessableEntityResponse } from '@nestjs/swagger'
import { BankStore } from '@gatehouse/data-access'
import { CurrentPrincipal, RequireScopes, type Principal } from '@gatehouse/guards'
import { Clock } from '../config/config.module.js'
import { Problem } from '../http/problem.js'
import { IdempotencyKey } from './idempotency-key.js'
import { TransferOrder, TransferView } from './transfer-order.js'

/**
 * Transfers from the caller's accounts.
 *
 * Enforces: `transfers:write`; one Idempotency-Key books at most once.
 */
@ApiTags('transfers')
@RequireScopes('transfers:write')
@Controller('transfers')
export class TransfersController {
  constructor(
    private readonly bank: BankStore,
    private readonly clock: Clock,
  ) {}

  /** Books a transfer: 201; the same order again: 200 and the transfer of the first time. */
  @ApiHeader({ name: 'Idempotency-Key', required: true, description: 'A new value for each transfer' })
  @ApiCreatedResponse({ type: TransferView })
  @ApiOkResponse({ type: TransferView, description: 'The same order was booked before' })
  @ApiNotFoundResponse({ description: 'The caller has no such account' })
  @ApiConflictResponse({ description: 'The key was used for another transfer' })
  @ApiUnprocessableEntityResponse({ description: 'Funds, recipient or currency do not allow it' })
  @Post()
  async create(
    @Body() order: TransferOrder,
    @IdempotencyKey() idempotencyKey: string,
    @CurrentPrincipal() caller: Principal,
    @Res({ passthrough: true }) response: { status(code: number): unknown },
  ): Promise<TransferView> {
    const result = await this.bank.transfer({
      ...order,
      owner: caller.subject,
      idempotencyKey,
      amountMinor: BigInt(order.amountMinor),
      now: this.clock.now(),
    })
    if (result.outcome === 'booked') {
      response.status(result.replayed ? 200 : 201)
      return new TransferView(result.transfer)
    }
    if (result.outcome === 'insufficient_funds')
      throw new Problem('insufficient-funds', { balanceMinor: Number(result.balanceMinor) })
    throw new Problem(PROBLEM_OF[result.outcome])
  }
}

const PROBLEM_OF = {
  account_not_found: 'account-not-found',
  recipient_not_found: 'recipient-not-found',
  same_account: 'same-account',
  currency_mismatch: 'currency-mismatch',
  idempotency_conflict: 'idempotency-conflict',
} as const
