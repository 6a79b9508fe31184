/** What an event of a change holds: how the thing was and how it is; null where it was not there, or is no more. */
export interface RecordedChange {
  readonly before: object | null
  readonly after: object | null
}

/** The change that the detail of an event tells of; undefined where it tells of none. */
export function changeIn(detail: object | null): RecordedChange | undefined {
  const { before, after } = (detail ?? {}) as { before?: unknown; after?: unknown }
  if (!isObject(before) && !isObject(after)) return undefined
  return { before: isObject(before) ? before : null, after: isObject(after) ? after : null }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
