/** Languages of the console; the first is used when none is wanted. */
export const LOCALES = ['en', 'de'] as const

export type ConsoleLocale = (typeof LOCALES)[number]

/** The person's own choice; set in the browser, read by the server, not a secret. */
export const LOCALE_COOKIE = 'gatehouse-console-language'

const isLocale = (tag: string | undefined): tag is ConsoleLocale => LOCALES.some((locale) => locale === tag)

/** The language of an answer: the person's choice, else the browser's wish, else English. @see RFC 9110 §12.5.4 */
export function resolveLocale(
  cookies: { get(name: string): { readonly value: string } | undefined },
  headers: Pick<Headers, 'get'>,
): ConsoleLocale {
  const chosen = cookies.get(LOCALE_COOKIE)?.value
  return isLocale(chosen) ? chosen : fromAcceptLanguage(headers.get('accept-language') ?? '')
}

function fromAcceptLanguage(header: string): ConsoleLocale {
  const wishes = header.split(',').flatMap((part) => {
    const [range = '', ...parameters] = part.trim().split(';')
    const language = range.toLowerCase().split('-')[0]
    const weight = parameters.map((each) => /^\s*q=([\d.]+)\s*$/.exec(each)?.[1]).find((q) => q !== undefined)
    const quality = weight === undefined ? 1 : Number(weight)
    return isLocale(language) && quality > 0 ? [{ language, quality }] : []
  })
  return wishes.sort((left, right) => right.quality - left.quality)[0]?.language ?? LOCALES[0]
}
