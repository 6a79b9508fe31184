import type { Prisma } from './generated/client.js'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
// eslint-disable-next-line no-control-regex -- U+0000 is the one character that PostgreSQL's text refuses
const UNSTORABLE = /\u0000|\p{Surrogate}/gu
/** Nearly every text: nothing in it needs a second look. */
const PLAIN = /^[\x20-\x7e]*$/

/** A key that PostgreSQL cannot hold matches no row: a look-up answers "not found" instead of failing. */
export function canBeKey(value: string): boolean {
  return !value.includes('\u0000')
}

/** True for what the type `uuid` accepts from us. */
export function isUuid(value: string): boolean {
  return UUID.test(value)
}

/** Text from outside, fit to be stored: U+0000 and lone surrogates become U+FFFD. */
export function storableText(value: string): string {
  if (PLAIN.test(value)) return value
  return value.replace(UNSTORABLE, '\uFFFD')
}

/** JSON from outside, fit for a jsonb column; members that are undefined are gone, as in every JSON text. */
export function storableJson(value: object): Prisma.InputJsonValue {
  const text = JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'string' ? storableText(member) : member,
  )
  return JSON.parse(text) as Prisma.InputJsonValue
}

/** Bytes in the one form that Prisma's types accept. */
export function storableBytes(value: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(value)
}
