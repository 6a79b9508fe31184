'use client'

import { Button, Group, Popover, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { ListFilter } from './list-filter'
import type { Show } from './list-navigation'
import { changed, type ListState } from './list-state'

const SECONDS_AND_ZONE = /(:\d{2}(\.\d+)?)?Z$/u

/** The filters that are typed in, behind one button; they take effect together. */
export function MoreFilters({
  state,
  filters,
  show,
}: {
  readonly state: ListState
  readonly filters: readonly ListFilter[]
  readonly show: Show
}) {
  const t = useTranslations('kit.list')
  const [isOpen, popover] = useDisclosure(false)
  const typed = filters.filter(({ kind }) => kind !== undefined)
  if (typed.length === 0) return null
  const apply = (form: HTMLFormElement) => {
    const given = new FormData(form)
    const values = typed.map(({ name, kind }) => {
      const field = given.get(name)
      const text = typeof field === 'string' ? field.trim() : ''
      return [name, kind === 'moment' && text !== '' ? `${text}:00Z` : text] as const
    })
    popover.close()
    show((now) => {
      const others = Object.entries(now.filters).filter(([name]) => typed.every((each) => each.name !== name))
      return changed(now, {
        filters: Object.fromEntries([...others, ...values.filter(([, value]) => value !== '')]),
      })
    })
  }
  return (
    <Popover
      opened={isOpen}
      onChange={(opened) => !opened && popover.close()}
      position="bottom-start"
      width={300}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconAdjustmentsHorizontal size={16} stroke={1.7} />}
          onClick={popover.toggle}
        >
          {t('moreFilters')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('moreFilters')}>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            apply(event.currentTarget)
          }}
        >
          <Stack gap="sm">
            {typed.map(({ name, label, kind }) => (
              <TextInput
                key={name}
                name={name}
                label={kind === 'moment' ? `${label} (UTC)` : label}
                type={kind === 'moment' ? 'datetime-local' : 'text'}
                defaultValue={(state.filters[name] ?? '').replace(
                  kind === 'moment' ? SECONDS_AND_ZONE : '',
                  '',
                )}
                maxLength={200}
                autoComplete="off"
                spellCheck={false}
              />
            ))}
            <Group justify="flex-end">
              <Button type="submit">{t('applyFilters')}</Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
