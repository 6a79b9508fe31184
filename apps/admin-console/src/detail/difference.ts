/** A field that differs between before and after; null where it was not there, or is no more. */
export interface ChangedField {
  readonly name: string
  /** What went: the whole value, or the entries of a list that are no more. */
  readonly removed: readonly string[]
  /** What came. */
  readonly added: readonly string[]
}

/** A text in three parts: as the other begins, what differs, as the other ends. */
export type MarkedText = readonly [start: string, differing: string, end: string]

/** The fields whose values differ; of lists only the entries that went or came. */
export function changedBetween(before: object | null, after: object | null): ChangedField[] {
  const [old, now] = [before ?? {}, after ?? {}] as [Record<string, unknown>, Record<string, unknown>]
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])]
  return names.flatMap((name) => {
    if (JSON.stringify(old[name]) === JSON.stringify(now[name])) return []
    const [gone, come] = [entriesOf(old[name]), entriesOf(now[name])]
    const removed = gone.filter((entry) => !come.includes(entry))
    const added = come.filter((entry) => !gone.includes(entry))
    // The same entries in another order: both are shown whole.
    const isOrder = removed.length === 0 && added.length === 0
    return [isOrder ? { name, removed: gone, added: come } : { name, removed, added }]
  })
}

/** Both texts with the part marked in which they differ, so that a slash or a port is seen at once. */
export function markDifference(one: string, other: string): readonly [MarkedText, MarkedText] {
  const shortest = Math.min(one.length, other.length)
  let start = 0
  while (start < shortest && one[start] === other[start]) start += 1
  let end = 0
  while (end < shortest - start && one.at(-1 - end) === other.at(-1 - end)) end += 1
  const parts = (text: string): MarkedText => [
    text.slice(0, start),
    text.slice(start, text.length - end),
    text.slice(text.length - end),
  ]
  return [parts(one), parts(other)]
}

function entriesOf(value: unknown): string[] {
  if (value === undefined || value === null || value === '') return []
  if (Array.isArray(value)) return value.map(textOf)
  return [textOf(value)]
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
