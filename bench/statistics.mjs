/**
 * @param {readonly number[]} values
 * @param {number} share from 0 to 1
 * @returns {number} the smallest value that this share of all does not exceed
 */
export function percentile(values, share) {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** @param {readonly number[]} values */
export const median = (values) => percentile(values, 0.5)

/**
 * A table in Markdown that is pleasant in a terminal too.
 * @param {readonly string[]} head
 * @param {readonly (readonly (string | number)[])[]} rows numbers are written with one decimal
 */
export function table(head, rows) {
  const text = [head, ...rows].map((row) =>
    row.map((cell) => (typeof cell === 'number' ? cell.toFixed(1) : cell)),
  )
  const widths = head.map((_, column) => Math.max(3, ...text.map((row) => row[column]?.length ?? 0)))
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [first = [], ...others] = text
  return [line(first), line(widths.map((width) => '-'.repeat(width))), ...others.map(line)].join('\n')
}
