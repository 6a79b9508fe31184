import { de } from './messages.de.js'
import { en } from './messages.en.js'

/** Every sentence of the hosted pages in one language. */
export type Messages = typeof en

/** The languages that the hosted pages speak, as `ui_locales_supported` in the metadata names them. */
export const pageLanguages: readonly string[] = [en.lang, de.lang]

const catalogues: ReadonlyMap<string, Messages> = new Map([
  [en.lang, en],
  [de.lang, de],
])

/**
 * The catalogue that the person reads best: the first language of `ui_locales` that we speak, else the best of
 * `Accept-Language`, else English. Only the primary subtag counts, so `de-AT` gets German.
 *
 * @param uiLocales the values of `ui_locales` in the client's order; unknown ones are passed over, never an error
 * @see OIDC Core §3.1.2.1 (`ui_locales`), RFC 9110 §12.5.4 (`Accept-Language`), RFC 5646 §2.1
 */
export function messagesFor(uiLocales: readonly string[], acceptLanguage = ''): Messages {
  for (const tag of [...uiLocales, ...preferredLanguages(acceptLanguage)]) {
    const catalogue = catalogues.get(tag.split('-', 1)[0]?.toLowerCase() ?? '')
    if (catalogue) return catalogue
  }
  return en
}

/** What a standard scope lets an app do, in words, or `undefined` for a scope that an API defines. */
export function standardScopeText(scope: string, messages: Messages): string | undefined {
  return Object.entries(messages.scopeTexts).find(([name]) => name === scope)?.[1]
}

function preferredLanguages(acceptLanguage: string): string[] {
  return acceptLanguage
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim())
      const weight = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2)
      return { tag, weight: weight === undefined ? 1 : Number(weight) }
    })
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag)
}
