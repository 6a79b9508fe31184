'use client'

import { Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { handOver } from '../inspection/handed-token'
import { INSPECT_PATH } from '../inspection/inspect-path'
import { pastedToken } from '../inspection/token-shape'
import { ACTIONS, pages } from '../shell/navigation'
import { findEntities, type FoundEntity } from './find-entities'

const TYPING_MILLISECONDS = 200

/**
 * Finds pages, actions, and things by name or id; opened by ⌘K, Ctrl K or `/`.
 *
 * Never: looks for what is a token. It offers to inspect it, and hands it over in memory.
 */
export function Palette() {
  const t = useTranslations()
  const router = useRouter()
  const [query, setQuery] = useState('')
  const token = pastedToken(query)
  const found = useFoundEntities(token === undefined ? query : '')
  const go = (href: string) => () => router.push(href)
  const matches = (label: string) => label.toLowerCase().includes(query.trim().toLowerCase())
  const action = (href: string, label: string, description?: string): SpotlightActionData => ({
    id: href,
    label,
    ...(description === undefined ? {} : { description }),
    onClick: go(href),
  })
  const inspect: SpotlightActionData = {
    id: 'inspect',
    label: t('kit.palette.inspect'),
    description: t('kit.palette.inspectSentence'),
    onClick: () => {
      handOver(token)
      router.push(INSPECT_PATH)
    },
  }
  const groups = [
    { group: t('kit.palette.actions'), actions: token === undefined ? [] : [inspect] },
    {
      group: t('kit.palette.pages'),
      actions: pages()
        .map(({ href, label }) => action(href, t(`navigation.${label}`)))
        .filter(({ label }) => matches(label ?? '')),
    },
    {
      group: t('kit.palette.actions'),
      actions: ACTIONS.map(({ href, label }) => action(href, t(`navigation.${label}`))).filter(({ label }) =>
        matches(label ?? ''),
      ),
    },
    {
      group: t('kit.palette.found'),
      actions: found.map(({ href, title, detail, kind }) =>
        action(
          href,
          title,
          [t(`navigation.${kind}`), detail].filter((each) => each !== undefined).join(' · '),
        ),
      ),
    },
  ]
  return (
    <Spotlight
      actions={groups.filter(({ actions }) => actions.length > 0)}
      query={query}
      onQueryChange={setQuery}
      filter={(_, all) => all}
      shortcut={['mod + K', '/']}
      nothingFound={t('kit.palette.nothing')}
      searchProps={{
        leftSection: <IconSearch size={18} stroke={1.7} />,
        placeholder: t('kit.palette.placeholder'),
        'aria-label': t('kit.palette.placeholder'),
      }}
      // The library lets the description of the chosen one shine through its ground.
      styles={{ actionDescription: { opacity: 1 } }}
      attributes={{ content: { 'aria-label': t('kit.palette.label') } }}
      scrollable
      maxHeight={420}
    />
  )
}

function useFoundEntities(query: string): readonly FoundEntity[] {
  const [found, setFound] = useState<{ readonly of: string; readonly entities: readonly FoundEntity[] }>()
  const text = query.trim()
  useEffect(() => {
    if (text.length < 2) return
    let isCurrent = true
    const timer = setTimeout(() => {
      findEntities(text)
        .then((entities) => isCurrent && setFound({ of: text, entities }))
        .catch(() => undefined)
    }, TYPING_MILLISECONDS)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [text])
  return found?.of === text ? found.entities : []
}
