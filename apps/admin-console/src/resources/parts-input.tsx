'use client'

import { ActionIcon, Button, Checkbox, TextInput, Tooltip } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import classes from './resources.module.css'

/** A scope or a role of an API: a name, a sentence about it, and of scopes whether it is marked. */
export interface Part {
  readonly name: string
  readonly sentence: string
  /** Absent where it cannot be marked. */
  readonly sensitive?: boolean
}

/** Scopes or roles, one in a row. */
export function PartsInput({
  kind,
  value,
  onChange,
  errorOf,
}: {
  readonly kind: 'scopes' | 'roles'
  readonly value: readonly Part[]
  readonly onChange: (value: Part[]) => void
  /** What is wrong with the whole, or with one place of it such as `0.name`. */
  readonly errorOf: (place?: string) => ReactNode
}) {
  const t = useTranslations(`resources.${kind}Input`)
  const put = (at: number, change: Partial<Part>) =>
    onChange(value.map((part, index) => (index === at ? { ...part, ...change } : part)))
  const hasFlag = kind === 'scopes'
  const hasPlace = value.some(
    (_, at) => errorOf(`${at}.name`) !== undefined || errorOf(`${at}.sentence`) !== undefined,
  )
  const flagless = hasFlag ? {} : { 'data-flagless': true }
  return (
    <div role="group" aria-label={t('label')}>
      {value.length > 0 && (
        <div className={classes['partHead']} {...flagless} aria-hidden="true">
          <span>{t('name')}</span>
          <span>{t('sentence')}</span>
        </div>
      )}
      <ul className={classes['parts']}>
        {value.map((part, at) => {
          const shown = part.name === '' ? String(at + 1) : part.name
          return (
            <li key={at} className={classes['part']} {...flagless}>
              <TextInput
                aria-label={`${t('name')} ${at + 1}`}
                placeholder={t('namePlaceholder')}
                value={part.name}
                error={errorOf(`${at}.name`)}
                spellCheck={false}
                autoComplete="off"
                styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
                onChange={(event) => put(at, { name: event.currentTarget.value })}
              />
              <TextInput
                aria-label={`${t('sentence')} ${at + 1}`}
                placeholder={t('sentencePlaceholder')}
                value={part.sentence}
                error={errorOf(`${at}.sentence`)}
                onChange={(event) => put(at, { sentence: event.currentTarget.value })}
              />
              {hasFlag && (
                <div className={classes['flag']}>
                  <Checkbox
                    size="xs"
                    label={t('sensitive')}
                    aria-label={`${t('sensitive')}: ${shown}`}
                    checked={part.sensitive ?? false}
                    onChange={(event) => put(at, { sensitive: event.currentTarget.checked })}
                  />
                </div>
              )}
              <Tooltip label={t('remove')}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={36}
                  aria-label={`${t('remove')}: ${shown}`}
                  onClick={() => onChange(value.filter((_, index) => index !== at))}
                >
                  <IconTrash size={16} stroke={1.7} />
                </ActionIcon>
              </Tooltip>
            </li>
          )
        })}
      </ul>
      {!hasPlace && errorOf() !== undefined && (
        <p role="alert" className={classes['error']}>
          {errorOf()}
        </p>
      )}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={14} />}
        onClick={() =>
          onChange([...value, { name: '', sentence: '', ...(hasFlag ? { sensitive: false } : {}) }])
        }
      >
        {t('add')}
      </Button>
    </div>
  )
}
