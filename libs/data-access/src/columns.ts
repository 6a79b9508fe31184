/** Scalar fields of a model, as Prisma's generated enums list them: `{ userId: 'userId', … }`. */
type Fields = Readonly<Record<string, string>>

/** Column of a field: every column is its field's name in snake case. */
export function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** Select list that gives a raw row the same names as Prisma's record. */
export function selectList(alias: string, fields: Fields): string {
  return Object.values(fields)
    .map((field) => `${alias}.${columnOf(field)} AS "${field}"`)
    .join(', ')
}

/** A row as its values alone, in the order of the select list. */
export type RawRow = readonly unknown[]

/** The columns of one model within a select list, and how its record is read from a row. */
export interface RecordColumns<Model> {
  /** Belongs into the select list, in one piece. */
  readonly select: string
  /** How many columns they are. */
  readonly width: number
  /** @param from place of the first of them in the row */
  readonly read: (row: RawRow, from: number) => Model
}

/**
 * Columns of a table, read with the names of Prisma's record.
 *
 * @param alias the table's, in the statement
 */
export function recordColumns<Model>(
  alias: string,
  fields: readonly (keyof Model & string)[],
): RecordColumns<Model> {
  // A copy of something that has every member takes a fraction of the time of adding one after the other.
  const empty = Object.fromEntries(fields.map((field) => [field, null])) as Record<string, unknown>
  return {
    select: columnList(fields, alias),
    width: fields.length,
    read: (row, from) => {
      const record = { ...empty }
      for (let at = 0; at < fields.length; at += 1) record[fields[at] as string] = row[from + at]
      return record as Model
    },
  }
}

/** Columns and values in the same order, for statements that insert rows of one shape. */
export function columnList(fields: readonly string[], alias?: string): string {
  return fields.map((field) => (alias === undefined ? '' : `${alias}.`) + columnOf(field)).join(', ')
}

/**
 * Rows as the one JSON text that `json_to_recordset` and `json_populate_recordset` take, with columns as members. A row
 * whose text PostgreSQL cannot hold fails the statement: see `storable.ts`.
 */
export function jsonRows<Field extends string>(
  fields: readonly Field[],
): (rows: readonly Readonly<Record<Field, unknown>>[]) => string {
  const names = fields.map((field) => [field, columnOf(field)] as const)
  const members = (row: Readonly<Record<Field, unknown>>) => {
    const columns: Record<string, unknown> = {}
    for (const [field, column] of names) columns[column] = jsonValue(row[field])
    return columns
  }
  return (rows) => JSON.stringify(rows.map(members))
}

/** Bytes in the one form in which a text becomes `bytea`. */
const jsonValue = (value: unknown): unknown =>
  value instanceof Uint8Array
    ? `\\x${Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex')}`
    : value
