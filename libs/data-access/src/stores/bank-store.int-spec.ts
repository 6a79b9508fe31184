import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createTestDatabase, secondsLater, type TestDatabase } from '@gatehouse/testing'
import { AlreadyExists } from '../already-exists.js'
import type { BankAccount } from '../records.js'
import { BankStore } from './bank-store.js'
import type { TransferOrder } from './bank-transfer.js'

const NOW = secondsLater(100)

let test: TestDatabase
let bank: BankStore

beforeAll(async () => {
  test = await createTestDatabase({ poolSize: 20 })
  bank = new BankStore(test.database)
})

afterAll(() => test.drop())

async function anAccount(balanceMinor: bigint, change: Partial<BankAccount> = {}): Promise<BankAccount> {
  return bank.openAccount({
    ownerSubject: randomUUID(),
    iban: `DE${randomUUID()}`,
    name: 'Current account',
    currency: 'EUR',
    createdAt: secondsLater(0),
    ...change,
    balanceMinor,
  })
}

function orderOf(from: BankAccount, to: BankAccount, change: Partial<TransferOrder> = {}): TransferOrder {
  return {
    owner: from.ownerSubject,
    idempotencyKey: randomUUID(),
    fromAccountId: from.id,
    toIban: to.iban,
    amountMinor: 100n,
    purpose: 'Rent',
    now: NOW,
    ...change,
  }
}

async function balanceOf(account: BankAccount): Promise<bigint | undefined> {
  return (await bank.account(account.id, account.ownerSubject))?.balanceMinor
}

async function bookings(account: BankAccount): Promise<bigint> {
  const rows = await bank.transactions(account.id, account.ownerSubject, { limit: 1000 })
  return (rows ?? []).reduce((sum, row) => sum + row.amountMinor, 0n)
}

describe('transfers', () => {
  it('moves the money and books it on both sides', async () => {
    const [from, to] = [await anAccount(1000n), await anAccount(0n, { name: 'Savings' })]
    const order = orderOf(from, to, { amountMinor: 250n })
    const result = await bank.transfer(order)
    expect(result).toMatchObject({ outcome: 'booked', replayed: false, transfer: { amountMinor: 250n } })
    expect([await balanceOf(from), await balanceOf(to)]).toEqual([750n, 250n])
    const [booked] = (await bank.transactions(to.id, to.ownerSubject, { limit: 10 })) ?? []
    expect(booked).toMatchObject({
      amountMinor: 250n,
      counterparty: 'Current account',
      purpose: 'Rent',
      bookedAt: NOW,
    })
    expect(await bookings(from)).toBe(750n)
  })

  it('returns the first transfer to a retry of the same key and content, also when the money is gone', async () => {
    const [from, to] = [await anAccount(100n), await anAccount(0n)]
    const order = orderOf(from, to)
    const results = await Promise.all(Array.from({ length: 50 }, () => bank.transfer(order)))
    const ids = results.map((result) => result.outcome === 'booked' && result.transfer.id)
    expect(new Set(ids).size).toBe(1)
    expect(results.filter((result) => result.outcome === 'booked' && !result.replayed)).toHaveLength(1)
    expect([await balanceOf(from), await balanceOf(to)]).toEqual([0n, 100n])
  })

  it.each([{ amountMinor: 101n }, { purpose: 'Other' }])('refuses the same key with %j', async (change) => {
    const [from, to] = [await anAccount(1000n), await anAccount(0n)]
    const order = orderOf(from, to)
    await bank.transfer(order)
    expect(await bank.transfer({ ...order, ...change })).toEqual({ outcome: 'idempotency_conflict' })
    expect(await balanceOf(to)).toBe(100n)
  })

  it('refuses the same key from another account of the owner', async () => {
    const [from, to] = [await anAccount(1000n), await anAccount(0n)]
    const second = await anAccount(1000n, { ownerSubject: from.ownerSubject })
    const order = orderOf(from, to)
    const race = await Promise.all([
      bank.transfer(order),
      bank.transfer({ ...order, fromAccountId: second.id }),
    ])
    expect(race.map((result) => result.outcome).sort()).toEqual(['booked', 'idempotency_conflict'])
    expect(await balanceOf(to)).toBe(100n)
  })

  it('refuses what the balance does not cover, and leaves no trace', async () => {
    const [from, to] = [await anAccount(99n), await anAccount(0n)]
    const order = orderOf(from, to)
    expect(await bank.transfer(order)).toEqual({ outcome: 'insufficient_funds', balanceMinor: 99n })
    expect(await bookings(to)).toBe(0n)
    expect(await bank.transfer({ ...order, amountMinor: 99n })).toMatchObject({ outcome: 'booked' })
  })

  it('refuses foreign accounts, unknown recipients, itself and another currency', async () => {
    const [from, to] = [await anAccount(1000n), await anAccount(0n, { currency: 'CHF' })]
    expect(await bank.transfer(orderOf(from, to, { owner: 'somebody' }))).toEqual({
      outcome: 'account_not_found',
    })
    expect(await bank.transfer(orderOf(from, to, { fromAccountId: 'x' }))).toEqual({
      outcome: 'account_not_found',
    })
    expect(await bank.transfer(orderOf(from, to, { toIban: 'DE0' }))).toEqual({
      outcome: 'recipient_not_found',
    })
    expect(await bank.transfer(orderOf(from, from))).toEqual({ outcome: 'same_account' })
    expect(await bank.transfer(orderOf(from, to))).toEqual({ outcome: 'currency_mismatch', currency: 'CHF' })
    await expect(bank.transfer(orderOf(from, to, { amountMinor: 0n }))).rejects.toThrow(RangeError)
    expect(await balanceOf(from)).toBe(1000n)
  })

  it('keeps every balance at zero or above under 200 transfers both ways at the same moment', async () => {
    const [one, two] = [await anAccount(1000n), await anAccount(1000n)]
    const orders = Array.from({ length: 200 }, (_, at) =>
      at % 4 === 0 ? orderOf(two, one, { amountMinor: 7n }) : orderOf(one, two, { amountMinor: 90n }),
    )
    const results = await Promise.all(orders.map((order) => bank.transfer(order)))
    const balances = [(await balanceOf(one)) ?? -1n, (await balanceOf(two)) ?? -1n]
    expect(balances.every((balance) => balance >= 0n)).toBe(true)
    expect((balances[0] ?? 0n) + (balances[1] ?? 0n)).toBe(2000n)
    expect([await bookings(one), await bookings(two)]).toEqual(balances)
    expect(new Set(results.map((result) => result.outcome))).toEqual(
      new Set(['booked', 'insufficient_funds']),
    )
  })

  it('is guarded by the table itself against a balance below zero', async () => {
    const account = await anAccount(1n)
    const below = test.database.pool.query('UPDATE bank_accounts SET balance_minor = -1 WHERE id = $1', [
      account.id,
    ])
    await expect(below).rejects.toThrow('bank_accounts_balance_never_negative')
  })
})

describe('accounts', () => {
  it('shows a person their own accounts and nobody else theirs', async () => {
    const account = await anAccount(5n)
    expect(await bank.accountsOf(account.ownerSubject)).toEqual([account])
    expect(await bank.account(account.id, 'somebody')).toBeUndefined()
    expect(await bank.transactions(account.id, 'somebody', { limit: 5 })).toBeUndefined()
    expect(await bank.account('not-a-uuid', account.ownerSubject)).toBeUndefined()
  })

  it('pages through bookings, newest first, without gap or repetition', async () => {
    const [from, to] = [await anAccount(1000n), await anAccount(0n)]
    for (let at = 1; at <= 7; at += 1) {
      await bank.transfer(
        orderOf(from, to, { amountMinor: BigInt(at), now: secondsLater(Math.floor(at / 2)) }),
      )
    }
    const seen: string[] = []
    for (;;) {
      const after = seen.at(-1)
      const page = await bank.transactions(to.id, to.ownerSubject, { limit: 3, ...(after && { after }) })
      if (!page?.length) break
      seen.push(...page.map((row) => row.id))
    }
    expect(seen).toHaveLength(7)
    expect(new Set(seen).size).toBe(7)
  })

  it('pages through every account', async () => {
    const all = await bank.allAccounts({ limit: 1000 })
    const first = await bank.allAccounts({ limit: 2 })
    const rest = await bank.allAccounts({ limit: 1000, after: first[1]?.id ?? '' })
    expect([...first, ...rest]).toEqual(all)
  })

  it('refuses an IBAN that is taken', async () => {
    const account = await anAccount(0n)
    const again = anAccount(0n, { iban: account.iban })
    await expect(again).rejects.toThrow(AlreadyExists)
    await expect(again).rejects.toMatchObject({ field: 'iban' })
  })
})
