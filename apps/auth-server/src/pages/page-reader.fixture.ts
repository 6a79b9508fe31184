import type { PageContext } from './layout.page.js'
import { messagesFor } from './messages.js'

/** One opening tag of a rendered page; attribute values are unescaped, a boolean attribute has the value `''`. */
export interface Tag {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}

/** Text that becomes markup, an attribute or a script wherever something forgets to escape it. */
export const hostile = `"><img src=x onerror=alert(1)>'</title><script>alert(2)</script>&amp;`

/** A URI that runs a script wherever something forgets to check it. */
export const hostileUri = 'javascript:alert(3)'

/** The shared parameter of all pages, in English or another language. */
export function pageContext(language = 'en'): PageContext {
  return { brandName: 'Gatehouse', messages: messagesFor([language]) }
}

/** The shared parameter with nothing in it that can be trusted. */
export function hostileContext(language: string): PageContext {
  return { ...pageContext(language), brandName: hostile, footerLinks: [{ label: hostile, uri: hostileUri }] }
}

const anyTag = /<(?:(!doctype html)|\/[a-z0-9]+|([a-z0-9]+)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*\/?)\s*>/gi

/**
 * Every opening tag of the page.
 *
 * @throws Error when a `<` or `>` stands outside a well-formed tag, which is what unescaped text looks like
 */
export function tagsOf(page: string): readonly Tag[] {
  const rest = page.replace(anyTag, '')
  if (/[<>]/.test(rest)) throw new Error(`Stray markup: ${/.{0,80}[<>].{0,80}/.exec(rest)?.[0] ?? ''}`)
  return [...page.matchAll(anyTag)]
    .filter((match) => match[2] !== undefined)
    .map((match) => ({ name: match[2] ?? '', attributes: attributesOf(match[3] ?? '') }))
}

/** The tags with this name, or the one with this `#id`. */
export function find(page: string, selector: string): readonly Tag[] {
  return tagsOf(page).filter(({ name, attributes }) =>
    selector.startsWith('#') ? attributes['id'] === selector.slice(1) : name === selector,
  )
}

/** The attributes of the one element with this id; empty when there is none. */
export function byId(page: string, id: string): Readonly<Record<string, string>> {
  return find(page, `#${id}`)[0]?.attributes ?? {}
}

/** What a person reads, on one line. */
export function textOf(page: string): string {
  const body = page.slice(page.indexOf('<body'))
  return unescape(body.replace(anyTag, ' ')).replace(/\s+/g, ' ').trim()
}

function attributesOf(source: string): Record<string, string> {
  const pairs = [...source.matchAll(/([a-z-]+)(?:="([^"]*)")?/gi)]
  return Object.fromEntries(pairs.map((pair) => [pair[1] ?? '', unescape(pair[2] ?? '')]))
}

function unescape(text: string): string {
  const characters: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' }
  return text.replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => characters[name] ?? '')
}
