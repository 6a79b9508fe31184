import type { NewAuditEvent } from '@gatehouse/data-access'

/** What a command has to say. */
export interface Report {
  /** One sentence on what is true now; absent where the facts are the answer. */
  headline?: string
  /** What `--json` prints, and nothing else. */
  facts: Record<string, unknown>
  /** The facts as a person reads them; `factSheet(facts)` when absent. */
  text?: string
  /** What deserves attention: goes to standard error. */
  warnings?: readonly string[]
  /** For the audit log; absent when nothing was changed. */
  event?: Pick<NewAuditEvent, 'type' | 'clientId' | 'subjectId' | 'detail'>
}

/** Facts in two columns, values aligned; a list takes a line for each entry; what has no value is left out. */
export function factSheet(facts: Record<string, unknown>): string {
  const entries = Object.entries(facts).map(([name, value]) => [name, rowsOf(value)] as const)
  const shown = entries.filter(([, rows]) => rows.length > 0)
  const width = Math.max(0, ...shown.map(([name]) => name.length))
  return shown
    .flatMap(([name, rows]) => rows.map((row, at) => `${(at === 0 ? name : '').padEnd(width)}  ${row}`))
    .join('\n')
}

/** Rows under headings, columns aligned. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const lines = [headings, ...rows]
  return lines
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function rowsOf(value: unknown): string[] {
  if (value === null || value === undefined || value === '') return []
  if (Array.isArray(value)) return value.map(inOneRow)
  return inOneRow(value).split('\n')
}

function inOneRow(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined)
  if (members.some(([, member]) => typeof member === 'object' && !(member instanceof Date))) {
    return JSON.stringify(value)
  }
  return members.map(([name, member]) => `${name} ${inOneRow(member)}`).join(', ')
}
