'use client'

import { useRouter } from 'next/navigation'
import { LOCALE_COOKIE } from '../i18n/locales'

const ONE_YEAR_SECONDS = 365 * 24 * 60 * 60

/** Remembers a language in this browser and shows the page in it. */
export function useLocaleChoice(): (locale: string) => void {
  const router = useRouter()
  return (locale) => {
    const secure = window.location.protocol === 'https:' ? '; Secure' : ''
    document.cookie = `${LOCALE_COOKIE}=${locale}; Path=/; Max-Age=${ONE_YEAR_SECONDS}; SameSite=Lax${secure}`
    router.refresh()
  }
}
