'use client'

import { NativeSelect } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useListNavigation } from './list-bar'
import { changed, PAGE_SIZES, type ListState } from './list-state'

/** How many rows a page of the list has; another size begins at the first page. */
export function PageSize({ state }: { readonly state: ListState }) {
  const t = useTranslations('kit.list')
  const { show } = useListNavigation()
  return (
    <NativeSelect
      aria-label={t('pageSize')}
      data={PAGE_SIZES.map((size) => ({ value: String(size), label: t('rows', { count: size }) }))}
      value={String(state.limit)}
      onChange={(event) => show(changed(state, { limit: Number(event.currentTarget.value) }))}
    />
  )
}
