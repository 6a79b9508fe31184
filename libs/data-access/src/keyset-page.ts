import type pg from 'pg'
import type { Database } from './database.js'

/** Counting stops here: whether 10,000 or a million match, a person reads "10,000+". */
const MOST_COUNTED = 10_000
/** The same where each row that is counted asks for another table. */
export const MOST_COUNTED_ACROSS_TABLES = 1_000

/** What every list can be asked for. */
export interface ListRequest<Sort extends string> {
  sort: Sort
  descending: boolean
  /** How many rows at the most. */
  limit: number
  /** Text to look for, in any case of letters; absent or empty means everything. */
  search?: string | undefined
  /** The place after which the page begins, as the page before gave it; absent for the first page. */
  after?: ListPlace | undefined
}

/** A row's place in a sorted list: the value that it is sorted by, and its id to break ties. */
export interface ListPlace {
  value: string
  id: string
}

/** The place after which a page should begin is none: its value is not of the type that the list is sorted by. */
export class NoSuchPlace extends Error {
  override readonly name = 'NoSuchPlace'
}

/** Rows of a list, and how it goes on. */
export interface ListPage<Row> {
  rows: Row[]
  /** Where the next page begins; absent at the end. */
  next?: ListPlace
  /** How many rows match, up to a bound, and whether there are more; only with the first page. */
  count?: { total: number; isCapped: boolean }
}

/** Conditions joined by AND. Values are numbered in the order in which they come. */
export class Conditions {
  readonly values: unknown[] = []
  private readonly texts: string[] = []

  /** Adds a condition; each `?` in it stands for the next value. */
  and(text: string, ...values: unknown[]): this {
    this.texts.push(this.numbered(text, values))
    return this
  }

  /** The same for a text that stands elsewhere in the statement. */
  numbered(text: string, values: readonly unknown[]): string {
    let at = 0
    return text.replaceAll('?', () => {
      this.values.push(values[at++])
      return `$${this.values.length}`
    })
  }

  /** `WHERE …`, or nothing where everything matches. */
  get where(): string {
    return this.texts.length === 0 ? '' : `WHERE ${this.texts.map((text) => `(${text})`).join(' AND ')}`
  }
}

/** A list as SQL sees it. */
export interface ListSource<Sort extends string> {
  /** What stands between SELECT and FROM; the row must have its id in a column `id`. */
  columns: string
  /** What stands behind FROM. */
  from: string
  /** The same for counting, where fewer tables will do; absent means `from`. */
  countFrom?: string
  /** Where counting stops. */
  mostCounted?: number
  /** The column that breaks ties, with the type that a text is cast to. */
  id: { column: string; type: 'text' | 'uuid' | 'bigint' }
  /** What the list can be sorted by; each must be NOT NULL and have an index together with the id. */
  sorts: Readonly<Record<Sort, { column: string; type: 'text' | 'timestamptz' | 'bigint' }>>
}

/** A pattern for LIKE that finds the text anywhere, whatever signs it holds. */
export function containing(text: string): string {
  return `%${escaped(text)}%`
}

/** The text as LIKE finds it and nothing else, whatever signs it holds. */
export function escaped(text: string): string {
  return text.replace(/[\\%_]/gu, (sign) => `\\${sign}`)
}

/**
 * One page by keyset: the database goes straight to the place where the page begins, however far down that is.
 *
 * @param conditions what rows must fulfil; the place of the page is added to them
 * @throws NoSuchPlace
 */
export async function keysetPage<Row extends pg.QueryResultRow & { id: string }, Sort extends string>(
  database: Database,
  source: ListSource<Sort>,
  request: Omit<ListRequest<Sort>, 'search'>,
  conditions: Conditions,
): Promise<ListPage<Row>> {
  const { limit, after, descending } = request
  const sort = source.sorts[request.sort]
  const count = after ? undefined : await counted(database, source, conditions)
  if (after) {
    const place = `(${sort.column}, ${source.id.column})`
    conditions.and(
      `${place} ${descending ? '<' : '>'} (?::${sort.type}, ?::${source.id.type})`,
      after.value,
      after.id,
    )
  }
  const way = descending ? 'DESC' : 'ASC'
  const { rows } = await database.pool
    .query<Row & { sort_value: string }>(
      `SELECT ${source.columns}, ${sort.column}::text AS sort_value FROM ${source.from} ${conditions.where}
       ORDER BY ${sort.column} ${way}, ${source.id.column} ${way} LIMIT ${limit + 1}`,
      conditions.values,
    )
    .catch((error: unknown) => {
      throw after && isDataException(error) ? new NoSuchPlace('no such place', { cause: error }) : error
    })
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    rows: shown,
    ...(rows.length > limit && last ? { next: { value: last.sort_value, id: last.id } } : {}),
    ...(count && { count }),
  }
}

async function counted<Sort extends string>(
  database: Database,
  { from, countFrom = from, mostCounted = MOST_COUNTED }: ListSource<Sort>,
  conditions: Conditions,
): Promise<{ total: number; isCapped: boolean }> {
  const { rows } = await database.pool.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM (SELECT 1 FROM ${countFrom} ${conditions.where} LIMIT ${mostCounted + 1}) AS matching`,
    conditions.values,
  )
  const total = rows[0]?.total ?? 0
  return { total: Math.min(total, mostCounted), isCapped: total > mostCounted }
}

/** Class 22 of PostgreSQL's error codes: a value that its type cannot hold. */
function isDataException(error: unknown): boolean {
  return String((error as { code?: unknown } | null)?.code).startsWith('22')
}
