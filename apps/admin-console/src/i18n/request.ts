import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { resolveLocale } from './locales'
import { MESSAGES } from './messages'

/** Language and messages of one request, for next-intl. Moments are rendered in UTC until the browser knows better. */
export default getRequestConfig(async () => {
  const locale = resolveLocale(await cookies(), await headers())
  return { locale, messages: MESSAGES[locale], timeZone: 'UTC' }
})
