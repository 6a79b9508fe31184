import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createTestDatabase, type TestDatabase } from '@gatehouse/testing'
import { clientFor, Database, DatabaseUnreachable } from './database.js'

let test: TestDatabase

beforeAll(async () => {
  test = await createTestDatabase({ poolSize: 2 })
})

afterAll(() => test.drop())

describe('the database', () => {
  it('says in one line what cannot be reached, without the password', async () => {
    const url = 'postgresql://gatehouse:secret-word@127.0.0.1:1/gatehouse'
    const refused = await Database.connect({ url }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(DatabaseUnreachable)
    const { message } = refused as Error
    expect(message).toMatch(/^PostgreSQL at 127\.0\.0\.1:1\/gatehouse cannot be used: .*ECONNREFUSED/)
    expect(message).not.toContain('secret-word')
    expect(message).not.toContain('\n')
  })

  it('names a database that is not there', async () => {
    const url = new URL(test.url)
    url.pathname = '/nowhere'
    await expect(Database.connect({ url: url.href })).rejects.toThrow('database "nowhere" does not exist')
  })

  it('rolls back what a failing transaction did and keeps its connections', async () => {
    await test.database.pool.query('CREATE TABLE tally (n int)')
    for (let round = 0; round < 5; round += 1) {
      const failing = test.database.transaction(async (connection) => {
        await connection.query('INSERT INTO tally VALUES (1)')
        throw new Error('stop')
      })
      await expect(failing).rejects.toThrow('stop')
    }
    await test.database.transaction((connection) => connection.query('INSERT INTO tally VALUES (2)'))
    expect((await test.database.pool.query('SELECT n FROM tally')).rows).toEqual([{ n: 2 }])
  })

  it('does a transaction once more that PostgreSQL ended to break a deadlock', async () => {
    const { pool } = test.database
    await pool.query('CREATE TABLE pair (id int PRIMARY KEY, n int); INSERT INTO pair VALUES (1, 0), (2, 0)')
    const met = new Meeting(2)
    const add = (...ids: number[]) => {
      let attempts = 0
      return test.database.transaction(async (connection) => {
        attempts += 1
        await connection.query('UPDATE pair SET n = n + 1 WHERE id = $1', [ids[0]])
        if (attempts === 1) await met.arrive()
        await connection.query('UPDATE pair SET n = n + 1 WHERE id = $1', [ids[1]])
        return attempts
      })
    }
    const attempts = await Promise.all([add(1, 2), add(2, 1)])
    expect(attempts.sort()).toEqual([1, 2])
    expect((await pool.query('SELECT n FROM pair ORDER BY id')).rows).toEqual([{ n: 2 }, { n: 2 }])
  })

  it('recovers by itself when the server dropped every connection', async () => {
    await test.database.ping()
    const admin = await clientFor(test.url)
    // Each waits until it is gone: a signal alone may come after the next query was answered.
    await admin.query(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    )
    await admin.end()
    // Each of the two connections of the pool may tell its loss once.
    for (const _ of [1, 2]) await test.database.ping().catch(() => undefined)
    await expect(test.database.ping()).resolves.toBeUndefined()
    await expect(test.database.prisma.client.count()).resolves.toBe(0)
  })

  it('gives up a statement that hangs, and drops its connection', async () => {
    const single = await Database.connect({ url: test.url, poolSize: 1 })
    const backend = { name: 'backend', text: 'SELECT pg_backend_pid() AS pid' }
    const before = await single.execute(backend, [])
    const hanging = { name: 'hanging', text: 'SELECT pg_sleep(600)', withinMs: 50 }
    await expect(single.execute(hanging, [])).rejects.toThrow('timeout')
    expect(await single.execute(backend, [])).not.toEqual(before)
    await single.close()
  })

  it('lets PostgreSQL end a transaction whose client fell silent, so that nobody waits for its locks', async () => {
    const shown = (client: { query: (text: string) => Promise<{ rows: unknown[] }> }) =>
      client.query('SHOW idle_in_transaction_session_timeout').then(({ rows }) => rows)
    const limit = [{ idle_in_transaction_session_timeout: '10s' }]
    expect(await test.database.transaction(shown)).toEqual(limit)
    expect(await test.database.prisma.$queryRaw`SHOW idle_in_transaction_session_timeout`).toEqual(limit)
  })

  it.each([
    ['between two statements', 'SELECT 1'],
    ['in the middle of a statement', 'SELECT pg_sleep(600)'],
  ])('fails a transaction whose connection is lost %s, and goes on with another', async (_, statement) => {
    const failing = test.database.transaction(async (connection) => {
      const { rows } = await connection.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
      const running = connection.query(statement)
      running.catch(() => undefined)
      const lost = new Promise((resolve) => connection.once('end', resolve))
      if (statement === 'SELECT 1') await running
      await test.database.pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid])
      await lost
      await running
      await connection.query('SELECT 2')
    })
    await expect(failing).rejects.toThrow()
    await expect(
      test.database.transaction((connection) => connection.query('SELECT 3')),
    ).resolves.toBeDefined()
  })

  it('prepares a named statement once per connection', async () => {
    const single = await Database.connect({ url: test.url, poolSize: 1 })
    const statement = { name: 'double', text: 'SELECT $1::int * 2 AS doubled' }
    for (const n of [1, 2, 3]) expect(await single.execute(statement, [n])).toEqual([{ doubled: n * 2 }])
    const { rows } = await single.pool.query(`SELECT name FROM pg_prepared_statements WHERE name = 'double'`)
    expect(rows).toHaveLength(1)
    await single.close()
  })
})

/** Where several wait until all are there. */
class Meeting {
  private readonly all: Promise<void>
  private open: () => void = () => undefined

  constructor(private missing: number) {
    this.all = new Promise((resolve) => (this.open = resolve))
  }

  arrive(): Promise<void> {
    this.missing -= 1
    if (this.missing === 0) this.open()
    return this.all
  }
}
