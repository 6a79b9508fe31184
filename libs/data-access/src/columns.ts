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

/** Columns, placeholders from `$first` on and values in the same order, for one INSERT of a raw row. */
export function insertList<Field extends string>(
  fields: readonly Field[],
  first: number,
): { columns: string; placeholders: string; valuesOf: (row: Record<Field, unknown>) => unknown[] } {
  return {
    columns: fields.map(columnOf).join(', '),
    placeholders: fields.map((_, at) => `$${first + at}`).join(', '),
    valuesOf: (row) => fields.map((field) => row[field]),
  }
}
