'use client'

import { Menu, UnstyledButton } from '@mantine/core'
import { IconCheck, IconLogout, IconUserCircle } from '@tabler/icons-react'
import { useLocale, useTranslations } from 'next-intl'
import { LOCALES } from '../i18n/locales'
import classes from './account-menu.module.css'
import { Link } from './link'
import { useLocaleChoice } from './locale-choice'
import { PersonMark } from './person-mark'

/** What the top bar shows of the person, and the token that their sign-out form must carry. */
export interface Account {
  readonly name: string
  readonly email: string | undefined
  readonly formToken: string
}

const SIGN_OUT_FORM_ID = 'sign-out'

/** Who is signed in, the language, and the way out. */
export function AccountMenu({ account }: { readonly account: Account }) {
  const t = useTranslations('shell')
  const locale = useLocale()
  const chooseLocale = useLocaleChoice()
  return (
    <>
      <form id={SIGN_OUT_FORM_ID} method="post" action="/auth/sign-out">
        <input type="hidden" name="form_token" value={account.formToken} />
      </form>
      <Menu position="bottom-end" width={248}>
        <Menu.Target>
          <UnstyledButton className={classes['target']} aria-label={t('account', { name: account.name })}>
            <PersonMark name={account.name} size={32} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <div className={classes['person']}>
            <strong>{account.name}</strong>
            {account.email !== undefined && <span>{account.email}</span>}
          </div>
          <Menu.Divider />
          <Menu.Label>{t('language')}</Menu.Label>
          <Menu.RadioGroup value={locale} onChange={chooseLocale}>
            {LOCALES.map((each) => (
              <Menu.RadioItem
                key={each}
                value={each}
                lang={each}
                closeMenuOnClick
                checkIcon={<IconCheck size={16} />}
              >
                {LANGUAGE_NAMES[each]}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Item component={Link} href="/account" leftSection={<IconUserCircle size={16} stroke={1.7} />}>
            {t('yourSession')}
          </Menu.Item>
          <Menu.Item
            component="button"
            type="submit"
            form={SIGN_OUT_FORM_ID}
            closeMenuOnClick={false}
            leftSection={<IconLogout size={16} stroke={1.7} />}
          >
            {t('signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

const LANGUAGE_NAMES = { en: 'English', de: 'Deutsch' } as const
