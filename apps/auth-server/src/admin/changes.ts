/** What an audit event says of a change: the fields that differ, as they were and as they are. */
export interface Changes {
  before: Record<string, unknown>
  after: Record<string, unknown>
}

/** The fields whose values differ. Values are compared as JSON. */
export function changesBetween(before: object, after: object): Changes {
  const was = before as Record<string, unknown>
  const is = after as Record<string, unknown>
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])]
  const changed = names.filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]))
  const pick = (from: Record<string, unknown>) =>
    Object.fromEntries(changed.map((name) => [name, from[name] ?? null]))
  return { before: pick(was), after: pick(is) }
}
