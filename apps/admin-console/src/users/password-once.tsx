'use client'

import { Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { CodeBlock } from '../detail/code-block'
import { ShownOnce } from '../detail/shown-once'

/** A password that the server made, shown this once. */
export function PasswordOnce({
  username,
  password,
  close,
  children,
}: {
  readonly username: string
  readonly password: string
  readonly close: () => void
  /** What else came of it. */
  readonly children?: ReactNode
}) {
  const t = useTranslations('users.passwordOnce')
  return (
    <ShownOnce title={t('title')} warning={t('sentence')} kept={t('kept')} done={t('close')} close={close}>
      {(['username', 'password'] as const).map((name) => (
        <div key={name}>
          <Text size="sm" fw={550} mb={4}>
            {t(name)}
          </Text>
          <CodeBlock label={t(name)}>{{ username, password }[name]}</CodeBlock>
        </div>
      ))}
      {children}
    </ShownOnce>
  )
}
