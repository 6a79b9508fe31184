import { IconCloudOff, IconError404, IconLock, IconShieldX, type TablerIcon } from '@tabler/icons-react'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import classes from './blocked-page.module.css'
import { LinkButton } from './link-button'
import { PAGE_HEADING_ID } from './page-heading'
import { RetryButton } from './retry-button'

/** What stands in place of a page, within the shell. */
function BlockedPage({
  icon: Icon,
  title,
  children,
}: {
  readonly icon: TablerIcon
  readonly title: string
  readonly children: ReactNode
}) {
  return (
    <div className={classes['blocked']}>
      <Icon size={32} stroke={1.5} aria-hidden="true" />
      <h1 id={PAGE_HEADING_ID} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </div>
  )
}

/** The person's roles do not allow the page. */
export async function Forbidden({ permission }: { readonly permission: string | undefined }) {
  const t = await getTranslations('kit.forbidden')
  return (
    <BlockedPage icon={IconLock} title={t('title')}>
      <p>{t('sentence')}</p>
      {permission !== undefined && (
        <p>
          {t('permission')} <code>{permission}</code>
        </p>
      )}
    </BlockedPage>
  )
}

/** There is no such thing, or it is gone. */
export async function NothingHere() {
  const t = await getTranslations('error')
  return (
    <BlockedPage icon={IconError404} title={t('notFound')}>
      <p>{t('notFoundSentence')}</p>
      <LinkButton href="/">{t('home')}</LinkButton>
    </BlockedPage>
  )
}

/** The authorization server does not answer. */
export async function ServerDown() {
  const t = await getTranslations('kit.serverDown')
  return (
    <BlockedPage icon={IconCloudOff} title={t('title')}>
      <p role="alert">{t('sentence')}</p>
      <RetryButton label={t('retry')} />
    </BlockedPage>
  )
}

/** The admin API refuses the token of a session that has just begun. */
export async function NotAccepted() {
  const t = await getTranslations('kit.notAccepted')
  return (
    <BlockedPage icon={IconShieldX} title={t('title')}>
      <p role="alert">{t('sentence')}</p>
    </BlockedPage>
  )
}
