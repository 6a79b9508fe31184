import { Type } from 'class-transformer'
import { NoSuchPlace, type ListPage, type ListPlace, type ListRequest } from '@gatehouse/data-access'
import type { AdminPage } from '@gatehouse/token-types'
import { fieldProblem, type Problem } from '../../http/problem.js'
import { FlagField, TextField, WholeNumberField } from './fields.js'

const DEFAULT_LIMIT = 25
const MOST_ROWS = 100

/** What every list takes in its query. Filters of its own stand in a subclass, as does `sort`. */
export class ListQuery {
  @TextField({ description: 'Text to look for, in any case of letters', most: 200, optional: true })
  search?: string

  @Type(() => Number)
  @WholeNumberField({
    description: `How many rows at the most; default ${DEFAULT_LIMIT}`,
    least: 1,
    most: MOST_ROWS,
    optional: true,
  })
  limit?: number

  @TextField({ description: '`next_cursor` of the page before', most: 1_000, optional: true })
  cursor?: string
}

/** What every page of a list has beside its `items`, which stand in a subclass. */
export class PageView {
  @TextField({ description: '`cursor` of the next page; null at the end', nullable: true })
  next_cursor!: string | null
  @WholeNumberField({
    description: 'How many match; only with the first page',
    least: 0,
    most: 10_000,
    nullable: true,
  })
  total!: number | null
  @FlagField({ description: 'True when more than `total` match' })
  total_is_capped!: boolean
}

/** The values that `sort` of a list can have: each name alone for rising, with a minus before it for falling. */
export function sortValues<Sort extends string>(...names: Sort[]): (Sort | `-${Sort}`)[] {
  return names.flatMap((name): (Sort | `-${Sort}`)[] => [name, `-${name}`])
}

/**
 * What the store is asked for.
 *
 * @throws Problem invalid-fields when the cursor is none that this list gave out
 */
export function listRequest<Sort extends string>(
  { search, limit = DEFAULT_LIMIT, cursor }: ListQuery,
  sort: Sort | `-${Sort}`,
): ListRequest<Sort> {
  const descending = sort.startsWith('-')
  const after = cursor === undefined ? undefined : placeOf(cursor, sort)
  return {
    sort: (descending ? sort.slice(1) : sort) as Sort,
    descending,
    limit,
    ...(search?.trim() ? { search: search.trim() } : {}),
    ...(after && { after }),
  }
}

/**
 * The page as the API answers it.
 *
 * @throws Problem invalid-fields for a cursor that somebody made up
 */
export async function listAnswer<Row, Item>(
  page: Promise<ListPage<Row>>,
  sort: string,
  view: (row: Row) => Item,
): Promise<AdminPage<Item>> {
  const { rows, next, count } = await page.catch((error: unknown) => {
    throw error instanceof NoSuchPlace ? badCursor() : error
  })
  return {
    items: rows.map(view),
    next_cursor: next ? cursorOf(next, sort) : null,
    total: count?.total ?? null,
    total_is_capped: count?.isCapped ?? false,
  }
}

function cursorOf({ value, id }: ListPlace, sort: string): string {
  return Buffer.from(JSON.stringify([sort, value, id])).toString('base64url')
}

function placeOf(cursor: string, sort: string): ListPlace {
  const parts = parsed(cursor)
  const [ofSort, value, id] = Array.isArray(parts) ? (parts as unknown[]) : []
  if (ofSort !== sort || typeof value !== 'string' || typeof id !== 'string' || id.includes('\u0000')) {
    throw badCursor()
  }
  return { value, id }
}

function badCursor(): Problem {
  return fieldProblem('cursor', 'is none that this list gave out in this order; begin with the first page')
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown
  } catch {
    return undefined
  }
}
