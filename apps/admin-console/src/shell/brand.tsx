'use client'

import { useTranslations } from 'next-intl'
import classes from './brand.module.css'
import { Link } from './link'
import { Logo } from './logo'

const LOOPBACK_HOSTS = /^(localhost|127\.0\.0\.1|\[::1\])$/

/** Mark and name, with the environment: this machine, or the host of the issuer. */
export function Brand({ issuer }: { readonly issuer: string }) {
  const t = useTranslations('shell')
  const { hostname } = new URL(issuer)
  return (
    <>
      <Link href="/" className={classes['brand']}>
        <Logo size={28} />
        <span>{t('product')}</span>
      </Link>
      <span className={classes['environment']}>{LOOPBACK_HOSTS.test(hostname) ? t('local') : hostname}</span>
    </>
  )
}
