'use client'

import { ActionIcon, Drawer, Kbd, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { spotlight } from '@mantine/spotlight'
import { IconMenu2, IconSearch } from '@tabler/icons-react'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, type ReactNode } from 'react'
import { Palette } from '../palette/palette'
import { Shortcuts } from '../palette/shortcuts'
import { AccountMenu, type Account } from './account-menu'
import classes from './app-shell.module.css'
import { Brand } from './brand'
import { ColorSchemeMenu } from './color-scheme-menu'
import { NavigationList } from './navigation-list'
import { PAGE_HEADING_ID } from './page-heading'

/** Top bar, side bar (full, icons, or a drawer, by width) and the page. */
export function AppShell({
  account,
  issuer,
  children,
}: {
  readonly account: Account
  /** Issuer identifier, shown so that nobody mistakes one environment for another. */
  readonly issuer: string
  readonly children: ReactNode
}) {
  const t = useTranslations('shell')
  const [isDrawerOpen, drawer] = useDisclosure(false)
  useFocusOnNavigation()

  return (
    <>
      <Palette />
      <Shortcuts />
      <a href="#main" className={classes['skip']}>
        {t('skip')}
      </a>
      <header className={classes['top']}>
        <ActionIcon
          className={classes['burger']}
          variant="subtle"
          color="gray"
          size={40}
          aria-label={t('openNavigation')}
          aria-expanded={isDrawerOpen}
          onClick={drawer.open}
        >
          <IconMenu2 size={20} stroke={1.7} />
        </ActionIcon>
        <Brand issuer={issuer} />
        <UnstyledButton className={classes['find']} onClick={spotlight.open}>
          <IconSearch size={16} stroke={1.7} aria-hidden="true" />
          <span>{t('find')}</span>
          <Kbd size="xs">⌘ K</Kbd>
        </UnstyledButton>
        <div className={classes['actions']}>
          <ColorSchemeMenu />
          <AccountMenu account={account} />
        </div>
      </header>
      <Drawer
        opened={isDrawerOpen}
        onClose={drawer.close}
        size={280}
        title={t('product')}
        classNames={{
          content: classes['drawer'] ?? '',
          header: classes['drawer'] ?? '',
          title: classes['drawerTitle'] ?? '',
        }}
        closeButtonProps={{ 'aria-label': t('closeNavigation') }}
      >
        <nav aria-label={t('navigation')}>
          <NavigationList isRail={false} onNavigate={drawer.close} />
        </nav>
        <IssuerNote issuer={issuer} />
      </Drawer>
      <div className={classes['body']}>
        <nav className={classes['side']} aria-label={t('navigation')}>
          <div className={classes['full']}>
            <NavigationList isRail={false} />
          </div>
          <div className={classes['icons']}>
            <NavigationList isRail />
          </div>
          <div className={classes['full']}>
            <IssuerNote issuer={issuer} />
          </div>
        </nav>
        <main id="main" className={classes['main']} tabIndex={-1}>
          {children}
        </main>
      </div>
    </>
  )
}

function IssuerNote({ issuer }: { readonly issuer: string }) {
  const t = useTranslations('shell')
  return (
    <p className={classes['issuer']}>
      {t('issuer')}
      <span>{issuer}</span>
    </p>
  )
}

/** After a navigation inside the console the heading of the new page has the focus, as a loaded page would. */
function useFocusOnNavigation(): void {
  const pathname = usePathname()
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    document.getElementById(PAGE_HEADING_ID)?.focus()
  }, [pathname])
}
