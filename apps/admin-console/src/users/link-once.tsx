'use client'

import { Text } from '@mantine/core'
import { useFormatter, useTranslations } from 'next-intl'
import type { AdminPasswordLink } from '@gatehouse/token-types'
import { CodeBlock } from '../detail/code-block'
import { ShownOnce } from '../detail/shown-once'

/** A link by which a person chooses a password, shown this once. */
export function LinkOnce({
  link: { link, expires_at },
  name,
  close,
}: {
  readonly link: AdminPasswordLink
  /** Whose password it sets. */
  readonly name: string
  readonly close: () => void
}) {
  const t = useTranslations('users.linkOnce')
  const format = useFormatter()
  return (
    <ShownOnce
      size="lg"
      title={t('title', { name })}
      warning={t('sentence')}
      kept={t('kept')}
      done={t('close')}
      close={close}
    >
      <CodeBlock label={t('link')}>{link}</CodeBlock>
      <Text size="sm">
        {t('until', {
          at: format.dateTime(new Date(expires_at), {
            dateStyle: 'long',
            timeStyle: 'short',
            timeZone: 'UTC',
          }),
        })}
      </Text>
    </ShownOnce>
  )
}
