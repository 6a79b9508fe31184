import type en from '../i18n/en/audit.json'

type EventKey = `types.${keyof (typeof en)['audit']['types']}`

/** The words of the audit log, as far as names of events need them. */
interface EventWords {
  (key: EventKey): string
  has(key: EventKey): boolean
}

/** What a type of event is called; a type that the console does not know yet stands as it is. */
export function eventName(t: EventWords, type: string): string {
  const key = `types.${type.replace('.', '_')}` as EventKey
  return t.has(key) ? t(key) : type
}
