'use client'

import { ActionIcon, Button, Checkbox, Select, Table, Tooltip, VisuallyHidden } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import {
  IconArrowDown,
  IconArrowsSort,
  IconArrowUp,
  IconBaselineDensityMedium,
  IconBaselineDensitySmall,
} from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Link } from '../shell/link'
import { LinkButton } from '../shell/link-button'
import classes from './list.module.css'
import { useListNavigation, type Show } from './list-navigation'
import { changed, listHref, PAGE_SIZES, sortedBy, type ListState } from './list-state'
import { useRowKeys, useSelection } from './row-keys'

/** One column: its heading and what it shows of a row. */
export interface Column<Row> {
  readonly key: string
  readonly heading: string
  /** True where the heading is only to be heard. */
  readonly isHeadingHidden?: boolean
  readonly render: (row: Row) => ReactNode
  /** Name that the list can be sorted by. */
  readonly sort?: string
  /** Left out on screens narrower than this. */
  readonly from?: 'sm' | 'md'
}

/** Rows with their columns; sorted, selected and walked through by keys. */
export function DataTable<Row>({
  label,
  rows,
  columns,
  idOf,
  hrefOf,
  nameOf,
  state,
  path,
  defaultSort,
  next,
  bulk,
}: {
  readonly label: string
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly idOf: (row: Row) => string
  /** Where Enter leads; left out where rows lead nowhere. */
  readonly hrefOf?: (row: Row) => string
  /** What a row is called, for those who hear it. */
  readonly nameOf: (row: Row) => string
  readonly state: ListState
  readonly path: string
  readonly defaultSort: string
  /** Cursor of the next page; null at the end. */
  readonly next: string | null
  /** What can be done with the selected rows; without it nothing can be selected. */
  readonly bulk?: (ids: readonly string[], clear: () => void) => ReactNode
}) {
  const t = useTranslations('kit.list')
  const { show } = useListNavigation(state)
  const [isDense, setDense] = useLocalStorage({ key: 'gatehouse-console-dense-rows', defaultValue: false })
  const ids = rows.map(idOf)
  const selection = useSelection(ids)
  const body = useRowKeys({
    hrefs: hrefOf ? rows.map(hrefOf) : [],
    toggle: (at) => bulk && selection.toggle(ids[at] ?? ''),
  })
  return (
    <div className={classes['card']}>
      {bulk && selection.chosen.length > 0 && (
        <div className={classes['bulk']} role="region" aria-label={t('bulk')}>
          <strong>{t('selected', { count: selection.chosen.length })}</strong>
          {bulk(selection.chosen, selection.clear)}
          <Button variant="subtle" color="gray" onClick={selection.clear}>
            {t('clearSelection')}
          </Button>
        </div>
      )}
      <div className={classes['scroll']}>
        <Table
          className={isDense ? `${classes['table']} ${classes['dense']}` : (classes['table'] ?? '')}
          aria-label={label}
        >
          <Table.Thead>
            <Table.Tr>
              {bulk && (
                <Table.Th className={classes['check'] ?? ''}>
                  <Checkbox
                    aria-label={t('selectAll')}
                    checked={selection.chosen.length > 0 && selection.chosen.length === ids.length}
                    indeterminate={selection.chosen.length > 0 && selection.chosen.length < ids.length}
                    onChange={selection.toggleAll}
                  />
                </Table.Th>
              )}
              {columns.map((column) => (
                <Heading
                  key={column.key}
                  column={column}
                  state={state}
                  defaultSort={defaultSort}
                  show={show}
                />
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody ref={body}>
            {rows.map((row) => {
              const id = idOf(row)
              return (
                <Table.Tr key={id} data-selected={selection.isChosen(id) || undefined}>
                  {bulk && (
                    <Table.Td className={classes['check'] ?? ''}>
                      <Checkbox
                        aria-label={t('select', { name: nameOf(row) })}
                        checked={selection.isChosen(id)}
                        onChange={() => selection.toggle(id)}
                      />
                    </Table.Td>
                  )}
                  {columns.map(({ key, render, from }, at) => (
                    <Table.Td key={key} className={from === undefined ? '' : (classes[`from-${from}`] ?? '')}>
                      {at === 0 && hrefOf ? (
                        <Link href={hrefOf(row)} className={classes['rowLink']} data-row-link>
                          {render(row)}
                        </Link>
                      ) : (
                        render(row)
                      )}
                    </Table.Td>
                  ))}
                </Table.Tr>
              )
            })}
          </Table.Tbody>
        </Table>
      </div>
      <div className={classes['foot']}>
        <Tooltip label={t(isDense ? 'comfortable' : 'dense')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={t(isDense ? 'comfortable' : 'dense')}
            onClick={() => setDense(!isDense)}
          >
            {isDense ? <IconBaselineDensityMedium size={16} /> : <IconBaselineDensitySmall size={16} />}
          </ActionIcon>
        </Tooltip>
        <Select
          aria-label={t('pageSize')}
          data={PAGE_SIZES.map(String)}
          value={String(state.limit)}
          allowDeselect={false}
          w={88}
          onChange={(size) => show((now) => changed(now, { limit: Number(size) }))}
        />
        <nav className={classes['pages']} aria-label={t('pages')}>
          {state.cursor !== undefined && (
            <LinkButton variant="default" href={listHref(path, { ...state, cursor: undefined })}>
              {t('first')}
            </LinkButton>
          )}
          {next !== null && (
            <LinkButton variant="default" href={listHref(path, { ...state, cursor: next })}>
              {t('next')}
            </LinkButton>
          )}
        </nav>
      </div>
    </div>
  )
}

function Heading<Row>({
  column,
  state,
  defaultSort,
  show,
}: {
  readonly column: Column<Row>
  readonly state: ListState
  readonly defaultSort: string
  readonly show: Show
}) {
  const { sort, heading, from, isHeadingHidden = false } = column
  const className = from === undefined ? '' : (classes[`from-${from}`] ?? '')
  if (sort === undefined) {
    return (
      <Table.Th className={className}>
        {isHeadingHidden ? <VisuallyHidden>{heading}</VisuallyHidden> : heading}
      </Table.Th>
    )
  }
  const now = state.sort ?? defaultSort
  const isRising = now === sort
  const isFalling = now === `-${sort}`
  const Icon = isRising ? IconArrowUp : isFalling ? IconArrowDown : IconArrowsSort
  return (
    <Table.Th className={className} aria-sort={isRising ? 'ascending' : isFalling ? 'descending' : 'none'}>
      <button
        type="button"
        className={classes['sort']}
        onClick={() => show((now) => sortedBy(now, sort, defaultSort))}
      >
        {heading}
        <Icon size={14} stroke={1.7} aria-hidden="true" />
      </button>
    </Table.Th>
  )
}
