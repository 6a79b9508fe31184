import { isResourceIdentifier, redirectUriProblem } from '@gatehouse/protocol'
import type { Reader } from '../cli/given.js'
import { BadValue } from './refusals.js'

const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]']

/** Text in one line, of a length that a page can show. */
export function line(most: number): Reader<string> {
  return (text) => {
    const value = text.trim()
    if (value === '') throw new BadValue('must not be empty')
    if (value.length > most) throw new BadValue(`must have at most ${most} characters`)
    if (/[\p{Cc}\p{Surrogate}]/u.test(value))
      throw new BadValue('must be one line without control characters')
    return value
  }
}

/** Text that may go over several lines, as a postal address does. Line breaks come out as one line feed each. */
export function lines(most: number): Reader<string> {
  return (text) => {
    const rows = text.replace(/\r\n?|\\n/gu, '\n').split('\n')
    return rows.map(line(most)).join('\n')
  }
}

/** One of a short list of words. */
export function oneOf<Word extends string>(words: readonly Word[]): Reader<Word> {
  return (text) => {
    const found = words.find((word) => word === text)
    if (found === undefined) throw new BadValue(`"${text}" is none of ${words.join(', ')}`)
    return found
  }
}

/** A whole number in decimal digits. */
export function wholeNumber(least: number, most: number): Reader<number> {
  return (text) => {
    const value = Number(text)
    if (!/^\d{1,15}$/u.test(text) || value < least || value > most) {
      throw new BadValue(`"${text}" is not a whole number from ${least} to ${most}`)
    }
    return value
  }
}

/** An address that a browser may be sent to: http or https. */
export function webAddress(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/u.test(new URL(text).protocol) || /[\s\\]/u.test(text)) {
    throw new BadValue(`"${text}" is not an http or https address`)
  }
  return text
}

/** An address that others rely on: https, or http on the same machine. */
export function secureAddress(text: string): string {
  const { protocol, hostname } = new URL(webAddress(text))
  if (protocol === 'http:' && !LOOPBACK_HOSTS.includes(hostname)) {
    throw new BadValue(`"${text}" must be https (http only for localhost)`)
  }
  return text
}

/**
 * A browser origin as the `Origin` header spells it.
 *
 * @see RFC 6454 §6.2
 */
export function origin(text: string): string {
  const { origin: spelled } = new URL(secureAddress(text))
  if (spelled !== text) throw new BadValue(`"${text}" is not an origin; did you mean ${spelled}?`)
  return text
}

/** @see RFC 6749 §3.1.2 */
export function redirectUri(text: string): string {
  const problem = redirectUriProblem(text)
  if (problem !== undefined) throw new BadValue(`"${text}": ${problem}`)
  return text
}

/** @see RFC 8707 §2 */
export function resourceIdentifier(text: string): string {
  if (!isResourceIdentifier(text)) {
    throw new BadValue(`"${text}" is not an absolute URI without fragment`)
  }
  return text
}

/** A scope's or role's name: printable ASCII without space, quotation mark and backslash (RFC 6749 §3.3). */
export function token(text: string): string {
  if (!/^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/u.test(text)) {
    throw new BadValue(`"${text}" must be 1 to 100 printable ASCII characters without space, " and \\`)
  }
  return text
}

/** `name=sentence`, split at the first equals sign. */
export function named(read: Reader<string>): Reader<{ name: string; sentence: string }> {
  return (text) => {
    const at = text.indexOf('=')
    if (at < 1) throw new BadValue(`"${text}" is not of the form name=sentence`)
    return { name: token(text.slice(0, at)), sentence: read(text.slice(at + 1)) }
  }
}
