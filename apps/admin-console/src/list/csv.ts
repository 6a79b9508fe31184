/** Rows as CSV; the names of the first one's members are the headings. @see RFC 4180 */
export function csvOf(rows: readonly object[]): string {
  const names = Object.keys(rows[0] ?? {})
  return [names, ...rows.map((row) => names.map((name) => (row as Record<string, unknown>)[name]))]
    .map((cells) => `${cells.map(csvCell).join(',')}\r\n`)
    .join('')
}

/** What begins like a formula, also behind what some spreadsheets take for the end of a cell. */
const FORMULA = /(^|[;\t|])\s*[=+\-@\t\r]/u

/** A cell that a spreadsheet takes for text, also where it begins like a formula. */
function csvCell(value: unknown): string {
  const isNothing = value === null || value === undefined
  const text = isNothing ? '' : typeof value === 'string' ? value : JSON.stringify(value)
  const tame = FORMULA.test(text) ? `'${text}` : text
  return `"${tame.replaceAll('"', '""')}"`
}
