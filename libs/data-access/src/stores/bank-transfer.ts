import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { selectList } from '../columns.js'
import { Prisma, type BankAccount, type BankTransfer } from '../generated/client.js'

/** A transfer as its owner orders it. */
export interface TransferOrder {
  /** The `sub` of the person who pays. */
  owner: string
  /** Chosen by the caller; the same key never books twice. */
  idempotencyKey: string
  fromAccountId: string
  toIban: string
  /** Above zero. */
  amountMinor: bigint
  purpose: string
  now: Date
}

/** What became of an order. Everything but `booked` left all balances alone. */
export type TransferResult =
  | { outcome: 'booked'; transfer: BankTransfer; replayed: boolean }
  | { outcome: 'account_not_found' }
  | { outcome: 'recipient_not_found' }
  | { outcome: 'same_account' }
  | { outcome: 'currency_mismatch'; currency: string }
  | { outcome: 'insufficient_funds'; balanceMinor: bigint }
  | { outcome: 'idempotency_conflict' }

type Party = Pick<BankAccount, 'id' | 'iban' | 'name'>

/** What an order with the same key became before: the same transfer, or a conflict when the content differs. */
export async function existingTransfer(
  connection: pg.ClientBase,
  order: TransferOrder,
): Promise<TransferResult | undefined> {
  const { rows } = await connection.query<Omit<BankTransfer, 'amountMinor'> & { amountMinor: string }>({
    name: 'bank-transfer-by-key',
    text: `SELECT ${selectList('t', Prisma.BankTransferScalarFieldEnum)} FROM bank_transfers t
      WHERE owner_subject = $1 AND idempotency_key = $2`,
    values: [order.owner, order.idempotencyKey],
  })
  const [row] = rows
  if (!row) return undefined
  const transfer = { ...row, amountMinor: BigInt(row.amountMinor) }
  const same =
    transfer.fromAccountId === order.fromAccountId &&
    transfer.toIban === order.toIban &&
    transfer.amountMinor === order.amountMinor &&
    transfer.purpose === order.purpose
  return same ? { outcome: 'booked', transfer, replayed: true } : { outcome: 'idempotency_conflict' }
}

/** Writes transfer, balances and both bookings. The accounts must be locked and the funds checked. */
export async function bookTransfer(
  connection: pg.ClientBase,
  order: TransferOrder,
  from: Party,
  to: Party,
): Promise<TransferResult> {
  const transfer: BankTransfer = {
    id: randomUUID(),
    ownerSubject: order.owner,
    idempotencyKey: order.idempotencyKey,
    fromAccountId: order.fromAccountId,
    toIban: order.toIban,
    amountMinor: order.amountMinor,
    purpose: order.purpose,
    createdAt: order.now,
  }
  const added = await connection.query({
    name: 'bank-transfer-add',
    text: `INSERT INTO bank_transfers
        (id, owner_subject, idempotency_key, from_account_id, to_iban, amount_minor, purpose, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (owner_subject, idempotency_key) DO NOTHING`,
    values: Object.values(transfer),
  })
  // Another order took the key since we looked; it cannot have the same content, or it would have waited for our lock.
  if (added.rowCount === 0) return { outcome: 'idempotency_conflict' }
  await connection.query({
    name: 'bank-move',
    text: `UPDATE bank_accounts SET balance_minor = balance_minor + CASE id WHEN $1 THEN -$3::bigint ELSE $3::bigint END
      WHERE id IN ($1, $2)`,
    values: [from.id, to.id, order.amountMinor],
  })
  await connection.query({
    name: 'bank-book',
    text: `INSERT INTO bank_transactions (id, account_id, transfer_id, amount_minor, counterparty, purpose, booked_at)
      VALUES ($1, $3, $9, -$5::bigint, $7, $8, $10), ($2, $4, $9, $5::bigint, $6, $8, $10)`,
    values: [
      randomUUID(),
      randomUUID(),
      from.id,
      to.id,
      order.amountMinor,
      from.name,
      to.name,
      order.purpose,
      transfer.id,
      order.now,
    ],
  })
  return { outcome: 'booked', transfer, replayed: false }
}
