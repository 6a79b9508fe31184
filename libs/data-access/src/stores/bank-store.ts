import type pg from 'pg'
import { refusingDuplicates } from '../already-exists.js'
import type { Database } from '../database.js'
import type { BankAccount, BankTransaction } from '../generated/client.js'
import { canBeKey, isUuid, storableText } from '../storable.js'
import { bookTransfer, existingTransfer, type TransferOrder, type TransferResult } from './bank-transfer.js'

/** An account to open. Money is in the currency's minor unit. */
export interface NewBankAccount {
  ownerSubject: string
  iban: string
  name: string
  /** ISO 4217. */
  currency: string
  /** Opening balance; booked as the first transaction unless it is zero. */
  balanceMinor: bigint
  createdAt: Date
}

/** Where a list goes on. */
export interface PageRequest {
  /** Id of the last row of the page before; absent for the first page. */
  after?: string
  /** Most rows to return. */
  limit: number
}

type LockedAccount = Pick<BankAccount, 'id' | 'ownerSubject' | 'iban' | 'name' | 'currency'> & {
  balanceMinor: string
}

/** Accounts of the sample bank. Balances never fall below zero, which the table checks too. */
export class BankStore {
  constructor(private readonly database: Database) {}

  /**
   * Opens an account.
   *
   * @throws AlreadyExists when the IBAN is taken
   */
  async openAccount(input: NewBankAccount): Promise<BankAccount> {
    const opening = {
      amountMinor: input.balanceMinor,
      counterparty: 'Gatehouse Bank',
      purpose: 'Opening balance',
      bookedAt: input.createdAt,
    }
    return refusingDuplicates(
      this.database.prisma.bankAccount.create({
        data: { ...input, ...(input.balanceMinor !== 0n && { transactions: { create: opening } }) },
      }),
    )
  }

  /** A person's accounts, by name. */
  async accountsOf(owner: string): Promise<BankAccount[]> {
    if (!canBeKey(owner)) return []
    return this.database.prisma.bankAccount.findMany({
      where: { ownerSubject: owner },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
    })
  }

  /** An account if it is this person's; somebody else's is as absent as none. */
  async account(id: string, owner: string): Promise<BankAccount | undefined> {
    if (!isUuid(id) || !canBeKey(owner)) return undefined
    const found = await this.database.prisma.bankAccount.findUnique({ where: { id, ownerSubject: owner } })
    return found ?? undefined
  }

  /** Every account, by id. */
  async allAccounts(page: PageRequest): Promise<BankAccount[]> {
    if (page.after !== undefined && !isUuid(page.after)) return []
    return this.database.prisma.bankAccount.findMany({
      ...(page.after !== undefined && { where: { id: { gt: page.after } } }),
      orderBy: { id: 'asc' },
      take: page.limit,
    })
  }

  /** Bookings on a person's account, newest first; undefined when the account is not theirs. */
  async transactions(
    accountId: string,
    owner: string,
    page: PageRequest,
  ): Promise<BankTransaction[] | undefined> {
    if ((await this.account(accountId, owner)) === undefined) return undefined
    if (page.after !== undefined && !isUuid(page.after)) return []
    return this.database.prisma.bankTransaction.findMany({
      where: { accountId },
      orderBy: [{ bookedAt: 'desc' }, { id: 'desc' }],
      take: page.limit,
      ...(page.after !== undefined && { cursor: { id: page.after, accountId }, skip: 1 }),
    })
  }

  /**
   * Moves money between two accounts, whole or not at all. A retry with the same key and content returns the transfer
   * of the first time.
   *
   * @throws RangeError when the amount is not above zero
   */
  async transfer(order: TransferOrder): Promise<TransferResult> {
    if (order.amountMinor <= 0n) throw new RangeError('A transfer moves more than nothing.')
    const { owner, fromAccountId, toIban, idempotencyKey } = order
    if (!isUuid(fromAccountId) || !canBeKey(owner)) return { outcome: 'account_not_found' }
    if (!canBeKey(toIban)) return { outcome: 'recipient_not_found' }
    if (!canBeKey(idempotencyKey)) throw new RangeError('An idempotency key holds no U+0000.')
    const clean = { ...order, purpose: storableText(order.purpose) }
    return this.database.transaction(async (connection): Promise<TransferResult> => {
      const accounts = await lockAccounts(connection, fromAccountId, toIban)
      const from = accounts.find((account) => account.id === fromAccountId && account.ownerSubject === owner)
      if (!from) return { outcome: 'account_not_found' }
      const earlier = await existingTransfer(connection, clean)
      if (earlier) return earlier
      const to = accounts.find((account) => account.iban === toIban)
      if (!to) return { outcome: 'recipient_not_found' }
      if (to.id === from.id) return { outcome: 'same_account' }
      if (to.currency !== from.currency) return { outcome: 'currency_mismatch', currency: to.currency }
      const balanceMinor = BigInt(from.balanceMinor)
      if (balanceMinor < order.amountMinor) return { outcome: 'insufficient_funds', balanceMinor }
      return bookTransfer(connection, clean, from, to)
    })
  }
}

/** Both accounts, locked in the order of their ids, so that two transfers never wait for each other. */
async function lockAccounts(
  connection: pg.ClientBase,
  fromAccountId: string,
  toIban: string,
): Promise<LockedAccount[]> {
  const { rows } = await connection.query<LockedAccount>({
    name: 'bank-lock-accounts',
    text: `SELECT id, owner_subject AS "ownerSubject", iban, name, currency, balance_minor AS "balanceMinor"
      FROM bank_accounts WHERE id = $1 OR iban = $2 ORDER BY id FOR UPDATE`,
    values: [fromAccountId, toIban],
  })
  return rows
}
