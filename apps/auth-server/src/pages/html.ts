const brand: unique symbol = Symbol('html')

/** Markup that is safe to send: every value in it was escaped by {@link html}, or is a constant of this code. */
export interface Html {
  readonly [brand]: true
  readonly markup: string
}

/** What may stand in a `${…}` of {@link html}. Text is escaped; `false`, `null` and `undefined` print nothing. */
export type HtmlValue = Html | string | number | false | null | undefined | readonly HtmlValue[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** The text with the five characters replaced that mean something in element content and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}

/**
 * Template tag that escapes every value, so that no text of a client or a person can become markup. *Never* escapes
 * for a URL, a script or an unquoted attribute: attributes are always quoted, and URLs go through `uris.ts` first.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const markup = strings.reduce((before, part, index) => before + print(values[index - 1]) + part)
  return seal(markup)
}

/** Template tag for constant markup, such as an icon or a boolean attribute. Takes no values at all. */
export function raw(strings: TemplateStringsArray): Html {
  return seal(strings.join(''))
}

function print(value: HtmlValue): string {
  if (value === undefined || value === null || value === false) return ''
  if (typeof value === 'string') return escapeHtml(value)
  if (typeof value === 'number') return String(value)
  if (isHtml(value)) return value.markup
  return value.map(print).join('')
}

function isHtml(value: Html | readonly HtmlValue[]): value is Html {
  return brand in value
}

function seal(markup: string): Html {
  return { [brand]: true, markup }
}
