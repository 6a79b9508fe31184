'use client'

import { Anchor, Button, CloseButton, Menu, Pill, Select, TextInput } from '@mantine/core'
import { IconDownload, IconSearch } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useFormatter, useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { handOver } from '../inspection/handed-token'
import { INSPECT_PATH } from '../inspection/inspect-path'
import { pastedToken } from '../inspection/token-shape'
import type { ListFilter } from './list-filter'
import classes from './list.module.css'
import { changed, listHref, withoutFilter, type ListState } from './list-state'
import { MoreFilters } from './more-filters'
import { useListNavigation, type Show } from './list-navigation'
import { afterShowing, askedFor, searchText } from './search-text'

const TYPING_MILLISECONDS = 150
/** A choice of more than this many can be typed into. */
const MANY_OPTIONS = 8

/** How many rows there are; null where the page is not the first. */
export interface ListCount {
  readonly total: number | null
  readonly isCapped: boolean
}

/** Search, filters, the filters in use as chips, how many match, and the export. */
export function ListBar({
  state,
  count,
  filters,
  searchLabel,
  exportPath,
  exportFormats = ['csv', 'json'],
}: {
  readonly state: ListState
  readonly count: ListCount
  readonly filters: readonly ListFilter[]
  /** Left out where the list cannot be searched. */
  readonly searchLabel?: string
  readonly exportPath?: string
  /** What the export can be written as. */
  readonly exportFormats?: readonly string[]
}) {
  const t = useTranslations('kit.list')
  const { requested, show, isPending } = useListNavigation(state)
  return (
    <div className={classes['bar']}>
      {searchLabel !== undefined && (
        <SearchField state={state} label={searchLabel} isPending={isPending} show={show} />
      )}
      {filters.map(
        ({ name, label, options }) =>
          options && (
            <Select
              key={name}
              aria-label={label}
              placeholder={label}
              data={[...options]}
              value={requested.filters[name] ?? null}
              searchable={options.length > MANY_OPTIONS}
              onChange={(value) =>
                show((now) =>
                  value === null
                    ? withoutFilter(now, name)
                    : changed(now, { filters: { ...now.filters, [name]: value } }),
                )
              }
              w={168}
            />
          ),
      )}
      <MoreFilters key={JSON.stringify(state.filters)} state={state} filters={filters} show={show} />
      <Count count={count} />
      {exportPath !== undefined && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" leftSection={<IconDownload size={16} stroke={1.7} />}>
              {t('export')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {exportFormats.map((format) => (
              <Menu.Item key={format} component="a" href={exportHref(exportPath, state, format)} download>
                {format.toUpperCase()}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <Chips state={state} filters={filters} show={show} />
    </div>
  )
}

/** What is a token is not looked for: it would stand in the address, and in the logs of both servers. */
function SearchField({
  state,
  label,
  isPending,
  show,
}: {
  readonly state: ListState
  readonly label: string
  readonly isPending: boolean
  readonly show: Show
}) {
  const t = useTranslations('kit.list')
  const router = useRouter()
  const [field, setField] = useState(searchText(state.search))
  // Once it is on the screen, not while it is rendered: a rendering that a key interrupts would count what it has not shown.
  useEffect(() => setField((before) => afterShowing(before, state.search)), [state.search])
  const { text } = field
  const token = text === state.search ? undefined : pastedToken(text)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  // Who goes back gives up what was asked for and is not shown yet.
  useEffect(() => {
    const giveUp = () => setField(({ shown }) => searchText(shown))
    window.addEventListener('popstate', giveUp)
    return () => window.removeEventListener('popstate', giveUp)
  }, [])
  const latestText = useRef(text)
  useEffect(() => {
    latestText.current = text
  }, [text])
  const searchFor = (value: string, delay: number) => {
    setField((before) => ({ ...before, text: value }))
    clearTimeout(timer.current)
    if (pastedToken(value) !== undefined) return
    const search = value.trim()
    timer.current = setTimeout(() => {
      // Back or a link may have changed it meanwhile.
      if (latestText.current !== value) return
      setField((before) => askedFor(before, search))
      show((now) => changed(now, { search }))
    }, delay)
  }
  return (
    <TextInput
      className={classes['search'] ?? ''}
      type="search"
      name="search"
      aria-label={label}
      placeholder={label}
      aria-busy={isPending}
      leftSection={<IconSearch size={16} stroke={1.7} aria-hidden="true" />}
      rightSection={
        text === '' ? null : (
          <CloseButton size="sm" aria-label={t('clearSearch')} onClick={() => searchFor('', 0)} />
        )
      }
      error={
        token !== undefined && (
          <>
            {t('tokenPasted')}{' '}
            <Anchor
              component="button"
              type="button"
              size="xs"
              onClick={() => {
                handOver(token)
                router.push(INSPECT_PATH)
              }}
            >
              {t('inspectToken')}
            </Anchor>
          </>
        )
      }
      value={text}
      onChange={(event) => searchFor(event.currentTarget.value, TYPING_MILLISECONDS)}
    />
  )
}

function Chips({
  state,
  filters,
  show,
}: {
  readonly state: ListState
  readonly filters: readonly ListFilter[]
  readonly show: Show
}) {
  const t = useTranslations('kit.list')
  const format = useFormatter()
  const names = Object.entries(state.filters)
  if (names.length === 0) return null
  return (
    <ul className={classes['chips']} aria-label={t('filters')}>
      {names.map(([name, value]) => {
        const filter = filters.find((each) => each.name === name)
        const option =
          filter?.options?.find((each) => each.value === value)?.label ??
          filter?.names?.[value] ??
          (filter?.kind === 'moment' ? momentText(format, value) : value)
        return (
          <li key={name}>
            <Pill
              withRemoveButton
              onRemove={() => show((now) => withoutFilter(now, name))}
              removeButtonProps={{
                'aria-label': t('removeFilter', { name: filter?.label ?? name }),
                // The library hides it from those who do not see it, and keeps it from the keyboard.
                'aria-hidden': false,
                tabIndex: 0,
              }}
            >
              {filter?.label ?? name}: {option}
            </Pill>
          </li>
        )
      })}
    </ul>
  )
}

function momentText(format: ReturnType<typeof useFormatter>, value: string): string {
  const moment = new Date(value)
  if (Number.isNaN(moment.getTime())) return value
  return `${format.dateTime(moment, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })} UTC`
}

function Count({ count }: { readonly count: ListCount }) {
  const t = useTranslations('kit.list')
  const format = useFormatter()
  const text =
    count.total === null
      ? ''
      : t('count', { count: count.total, shown: `${format.number(count.total)}${count.isCapped ? '+' : ''}` })
  return (
    <span className={classes['count']} role="status">
      {text}
    </span>
  )
}

function exportHref(path: string, state: ListState, format: string): string {
  const href = listHref(path, changed(state, {}))
  return `${href}${href.includes('?') ? '&' : '?'}format=${format}`
}
