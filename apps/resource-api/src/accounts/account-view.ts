import { ApiProperty } from '@nestjs/swagger'
import type { BankAccount, BankTransaction } from '@gatehouse/data-access'

/** An account as its owner sees it. Money is a whole number of the currency's minor unit, cents for EUR. */
export class AccountView {
  @ApiProperty({ format: 'uuid' })
  readonly id: string
  @ApiProperty({ example: 'DE02120300000000202051' })
  readonly iban: string
  @ApiProperty({ example: 'Everyday account' })
  readonly name: string
  @ApiProperty({ example: 'EUR', description: 'ISO 4217' })
  readonly currency: string
  @ApiProperty({ type: 'integer', example: 123_456, description: "In the currency's minor unit" })
  readonly balanceMinor: number

  constructor(account: BankAccount) {
    this.id = account.id
    this.iban = account.iban
    this.name = account.name
    this.currency = account.currency
    this.balanceMinor = Number(account.balanceMinor)
  }
}

/** An account as an auditor sees it: with its owner. */
export class AuditedAccountView extends AccountView {
  @ApiProperty({ description: 'The `sub` of the owner' })
  readonly owner: string

  constructor(account: BankAccount) {
    super(account)
    this.owner = account.ownerSubject
  }
}

/** One booking on an account. */
export class TransactionView {
  @ApiProperty({ format: 'uuid' })
  readonly id: string
  @ApiProperty({ type: 'integer', example: -2_500, description: 'Negative when money left the account' })
  readonly amountMinor: number
  @ApiProperty()
  readonly counterparty: string
  @ApiProperty()
  readonly purpose: string
  @ApiProperty({ format: 'date-time' })
  readonly bookedAt: string

  constructor(transaction: BankTransaction) {
    this.id = transaction.id
    this.amountMinor = Number(transaction.amountMinor)
    this.counterparty = transaction.counterparty
    this.purpose = transaction.purpose
    this.bookedAt = transaction.bookedAt.toISOString()
  }
}
