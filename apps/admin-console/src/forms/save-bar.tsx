'use client'

import { Button, Group, Text, Transition } from '@mantine/core'
import { useTranslations } from 'next-intl'
import classes from './forms.module.css'

/** Appears as soon as something differs; says what, saves it or takes it back. */
export function SaveBar({
  changed,
  isSaving,
  save,
  discard,
}: {
  /** What the changed fields are called. */
  readonly changed: readonly string[]
  readonly isSaving: boolean
  readonly save: () => void
  readonly discard: () => void
}) {
  const t = useTranslations('kit.saveBar')
  return (
    <Transition mounted={changed.length > 0} transition="slide-up" duration={150}>
      {(style) => (
        <div className={classes['saveBar']} style={style} role="region" aria-label={t('label')}>
          <Text size="sm">{t('changed', { count: changed.length, fields: changed.join(', ') })}</Text>
          <Group gap="xs" wrap="nowrap">
            <Button variant="default" onClick={discard} disabled={isSaving}>
              {t('discard')}
            </Button>
            <Button onClick={save} loading={isSaving}>
              {t('save')}
            </Button>
          </Group>
        </div>
      )}
    </Transition>
  )
}
