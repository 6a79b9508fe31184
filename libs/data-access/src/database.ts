import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { Batcher } from './batcher.js'
import type { RawRow } from './columns.js'
import { PrismaClient } from './generated/client.js'

/** A statement that PostgreSQL parses and plans once per connection. The name must be unique to the text. */
export interface NamedStatement {
  name: string
  text: string
  /** Without an answer for so long, in milliseconds, it fails and its connection is dropped. Absent: it waits. */
  withinMs?: number
}

/** How to reach PostgreSQL. */
export interface DatabaseOptions {
  /** postgresql://user:password@host:port/database */
  url: string
  /** Most connections open at once; default 10. */
  poolSize?: number
  /** Shown in pg_stat_activity; default gatehouse. */
  applicationName?: string
}

/** SQLSTATE. */
const DEADLOCK_DETECTED = '40P01'
const CONNECT_TIMEOUT_MILLISECONDS = 5_000

/**
 * After so long PostgreSQL ends a transaction whose client says nothing. A server that is cut off, or stands still, in the
 * middle of one would otherwise hold its locks until TCP gives up, hours later: nobody could revoke or audit meanwhile.
 */
const LIMIT_SILENCE = `SET idle_in_transaction_session_timeout = '10s'`

/** Statements for many at once are few, and each has one or two under way. */
const BATCH_CONNECTIONS = 6

/**
 * A plan is made once and kept, also one that was made while a table was nearly empty, and must not read all of it when
 * there are millions of rows. By bitmap alone a table is reached through an index with a condition, or not at all.
 */
const BATCH_SETTINGS = `SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_indexscan = off;
  SET enable_indexonlyscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off;
  SET lock_timeout = '100ms'; SET statement_timeout = '4s'`

/**
 * A line that is dead must not hold everybody: without an answer for so long, in milliseconds, a statement fails and its
 * connection is dropped. PostgreSQL itself has given up by then. `pg` knows this option of a query, its types do not.
 */
const ANSWERED_WITHIN = { query_timeout: 5_000 }
/** A retry has patience with a lock, but is over before its caller gives up: else it would be committed afterwards. */
const RETRY_SETTINGS = `SET LOCAL statement_timeout = '4s'`

/** PostgreSQL did not answer or did not let us in. The message is one line and holds no password. */
export class DatabaseUnreachable extends Error {
  override readonly name = 'DatabaseUnreachable'
}

/** Connections whose transaction added a revocation that is not announced yet. */
const withRevocations = new WeakSet<object>()

/** Marks the transaction on this connection: once committed, the process is told that the list grew. */
export function announceAfterCommit(connection: object): void {
  withRevocations.add(connection)
}

/**
 * One pool of connections with two ways in: Prisma for most things, named prepared statements for the hot ones.
 * Never reads the clock; every time is an argument of the store that needs it.
 */
export class Database {
  /** Called after each commit of this process that added a revocation. */
  onRevocation: () => void = () => undefined

  private constructor(
    readonly prisma: PrismaClient,
    readonly pool: pg.Pool,
    /** Connections of `batched` alone. */
    readonly batchPool: pg.Pool,
  ) {}

  /**
   * Opens the pool and proves that the server answers.
   *
   * @throws DatabaseUnreachable when it does not
   */
  static async connect(options: DatabaseOptions): Promise<Database> {
    const poolOf = (max: number, settings: string) => {
      const pool = new pg.Pool({
        connectionString: options.url,
        max,
        application_name: options.applicationName ?? 'gatehouse',
        connectionTimeoutMillis: CONNECT_TIMEOUT_MILLISECONDS,
        keepAlive: true,
        // The pool waits for what this returns, although its types do not say so.
        onConnect: (client): unknown => client.query({ text: settings, ...ANSWERED_WITHIN }),
      })
      // The pool drops a broken idle connection by itself; without a listener Node.js would end the process.
      pool.on('error', () => undefined)
      return pool
    }
    const pool = poolOf(options.poolSize ?? 10, LIMIT_SILENCE)
    const adapter = new PrismaPg(pool)
    const database = new Database(
      new PrismaClient({ adapter }),
      pool,
      poolOf(BATCH_CONNECTIONS, BATCH_SETTINGS),
    )
    try {
      await database.ping()
      return database
    } catch (error) {
      await database.close()
      throw unreachable(options.url, error)
    }
  }

  /**
   * A named statement that answers for all who ask while it runs, in one round trip and one commit. It waits for no lock
   * longer than a tenth of a second: where somebody holds one, those who asked are asked again, each alone and with
   * patience, so that nobody else waits.
   *
   * A table is looked up by one key in it, with `LATERAL … OFFSET 0` around the look-up and every other condition outside:
   * an index for one of those could read far more than a row. Whether it is so is told by `batched-plans.int-spec.ts`.
   *
   * @param valuesOf the statement's values for these entries
   * @param answer what a row says to the entry whose place in them, from 1, is the first of its values
   * @param otherwise the answer to an entry that no row is for
   */
  batched<Entry, Result>(
    statement: NamedStatement,
    valuesOf: (entries: readonly Entry[]) => unknown[],
    answer: (row: RawRow) => Result,
    otherwise: Result,
  ): Batcher<Entry, Result> {
    return new Batcher(
      async (entries, isRetry) => {
        const query = {
          ...statement,
          values: valuesOf(entries),
          rowMode: 'array' as const,
          ...ANSWERED_WITHIN,
        }
        const { rows } = isRetry ? await this.patiently(query) : await this.atOnce(query)
        const answers = entries.map(() => otherwise)
        for (const row of rows) answers[Number(row[0]) - 1] = answer(row)
        return answers
      },
      { most: 64, atOnce: 2 },
    )
  }

  private async atOnce(query: pg.QueryArrayConfig): Promise<pg.QueryArrayResult> {
    const client = await this.batchPool.connect()
    try {
      const result = await client.query(query)
      client.release()
      return result
    } catch (error) {
      // A refusal is an answer: the connection is as good as before, and has its plans.
      client.release(error instanceof pg.DatabaseError ? undefined : true)
      throw error
    }
  }

  private patiently(query: pg.QueryArrayConfig): Promise<pg.QueryArrayResult> {
    return this.transaction(async (client) => {
      await client.query(RETRY_SETTINGS)
      return client.query(query)
    })
  }

  /** Runs a named prepared statement in one round trip. */
  async execute<Row extends pg.QueryResultRow>(statement: NamedStatement, values: unknown[]): Promise<Row[]> {
    const { name, text, withinMs } = statement
    // pg knows this option of a query; its types do not.
    const timeout = withinMs === undefined ? {} : { query_timeout: withinMs }
    const result = await this.pool.query<Row>({ name, text, values, ...timeout })
    return result.rows
  }

  /**
   * Commits what `work` did on its connection, or rolls all of it back when it throws. Where PostgreSQL broke a deadlock by
   * ending this transaction, `work` is done once more from the beginning.
   */
  async transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    try {
      return await this.attempt(work)
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code !== DEADLOCK_DETECTED) throw error
      return this.attempt(work)
    }
  }

  private async attempt<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect()
    let broken: Error | undefined
    // The pool listens to idle connections only; without a listener one that is lost here would end the process.
    const lose = (error: Error) => (broken = error)
    client.on('error', lose)
    try {
      await client.query('BEGIN')
      const result = await work(client)
      await client.query('COMMIT')
      if (withRevocations.delete(client)) this.onRevocation()
      return result
    } catch (error) {
      withRevocations.delete(client)
      await client.query('ROLLBACK').catch((failure: unknown) => {
        broken = failure instanceof Error ? failure : new Error(String(failure))
      })
      throw error
    } finally {
      client.off('error', lose)
      client.release(broken)
    }
  }

  /** Returns when PostgreSQL has answered a query; throws when it does not. */
  async ping(): Promise<void> {
    await this.pool.query('SELECT 1')
  }

  /** Waits for running queries, then closes every connection. */
  async close(): Promise<void> {
    await this.prisma.$disconnect()
    await Promise.all([this.pool.end(), this.batchPool.end()])
  }
}

/**
 * A single connection outside any pool, for work that holds session state.
 *
 * @throws DatabaseUnreachable
 */
export async function clientFor(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MILLISECONDS,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    throw unreachable(url, error)
  }
}

function unreachable(url: string, cause: unknown): DatabaseUnreachable {
  const place = URL.canParse(url) ? `${new URL(url).host}${new URL(url).pathname}` : 'the given URL'
  return new DatabaseUnreachable(`PostgreSQL at ${place} cannot be used: ${reason(cause)}`, { cause })
}

function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  const first = cause instanceof AggregateError ? (cause.errors[0] as Error) : cause
  return first.message.split('\n')[0] ?? first.message
}
