import type { HeldRole } from '@gatehouse/data-access'
import { BadValue } from './refusals.js'
import { resourceIdentifier, token } from './values.js'

/** A user name: one word, compared and kept in lower case. */
export function username(text: string): string {
  if (!/^[^\s\p{Cc}\p{Surrogate}]{1,100}$/u.test(text)) {
    throw new BadValue(`"${text}" must be 1 to 100 characters without spaces`)
  }
  return text.toLowerCase()
}

/** A mail address, as far as its form can tell. Kept in lower case. */
export function mailAddress(text: string): string {
  if (!/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(text) || text.length > 254) {
    throw new BadValue(`"${text}" is not a mail address`)
  }
  return text.toLowerCase()
}

/** `YYYY-MM-DD`, or `YYYY`; 0000 stands for a year that is not told. @see OIDC Core §5.1 */
export function birthdate(text: string): string {
  const [, year = '', month, day] = /^(\d{4})(?:-(\d{2})-(\d{2}))?$/u.exec(text) ?? []
  if (year === '' || (month !== undefined && !isDay(year, Number(month), Number(day)))) {
    throw new BadValue(`"${text}" is not a date of the form YYYY-MM-DD, or a year`)
  }
  return text
}

/** A name of the IANA time zone database, spelled as there. @see OIDC Core §5.1 */
export function timeZone(text: string): string {
  const known = knownTimeZone(text)
  if (known === undefined) throw new BadValue(`"${text}" is not a time zone such as Europe/Berlin`)
  if (known !== text && known.toLowerCase() === text.toLowerCase()) {
    throw new BadValue(`"${text}" is spelled ${known}`)
  }
  return text
}

/** A BCP 47 language tag, in the spelling that it prescribes. */
export function language(text: string): string {
  try {
    const [tag] = Intl.getCanonicalLocales(text)
    if (tag !== undefined) return tag
  } catch {
    // Answered below, with what the option wants.
  }
  throw new BadValue(`"${text}" is not a language tag such as en-GB`)
}

/** An E.164 number. @see OIDC Core §5.1 */
export function phoneNumber(text: string): string {
  if (!/^\+[1-9]\d{6,14}$/u.test(text)) {
    throw new BadValue(`"${text}" is not of the form +493012345678: a plus sign and 7 to 15 digits`)
  }
  return text
}

/** `RESOURCE:ROLE`, split at the last colon. */
export function roleAtResource(text: string): HeldRole {
  const at = text.lastIndexOf(':')
  if (at < 1) throw new BadValue(`"${text}" is not of the form RESOURCE:ROLE`)
  return { resource: resourceIdentifier(text.slice(0, at)), role: token(text.slice(at + 1)) }
}

/** The year 0000 may be a leap year: 29 February is a birthday too. */
function isDay(year: string, month: number, day: number): boolean {
  const date = new Date(`${year === '0000' ? '2000' : year}-01-01T00:00:00Z`)
  date.setUTCMonth(month - 1, day)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/** Offsets such as +01:00 are zones to JavaScript, but not to the database of names. */
function knownTimeZone(text: string): string | undefined {
  if (!/^[A-Za-z]/u.test(text)) return undefined
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}
