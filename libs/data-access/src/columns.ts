/** Scalar fields of a model, as Prisma's generated enums list them: `{ userId: 'userId', … }`. */
type Fields = Readonly<Record<string, string>>

/** Column of a field: every column is its field's name in snake case. */
export function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** Select list that gives a raw row the same names as Prisma's record, each behind the prefix. */
export function selectList(alias: string, fields: Fields, prefix = ''): string {
  return Object.values(fields)
    .map((field) => `${alias}.${columnOf(field)} AS "${prefix}${field}"`)
    .join(', ')
}

/** Reads one model's record out of a raw row whose columns stand behind a prefix. */
export function recordReader<Model>(fields: Fields, prefix: string): (row: Record<string, unknown>) => Model {
  const names = Object.values(fields).map((field) => [field, prefix + field] as const)
  return (row) => {
    const record: Record<string, unknown> = {}
    for (const [field, column] of names) record[field] = row[column]
    return record as Model
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
