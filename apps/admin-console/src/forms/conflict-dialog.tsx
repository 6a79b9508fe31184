'use client'

import { Button, Group, Modal, Stack, Table, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import type { AdminAuditEvent } from '@gatehouse/token-types'
import type { Outcome } from '../admin-api/outcome'
import { RelativeTime } from '../detail/relative-time'
import classes from './forms.module.css'

/** Two people changed one thing: shows both, and lets the second decide. Nothing that was typed is lost. */
export function ConflictDialog({
  mine,
  theirs,
  names,
  labelOf,
  lastChange,
  keepMine,
  takeTheirs,
  close,
}: {
  readonly mine: Readonly<Record<string, unknown>>
  readonly theirs: Readonly<Record<string, unknown>>
  /** The fields that this form changes. */
  readonly names: readonly string[]
  readonly labelOf: (name: string) => string
  /** Asks the audit log for the change that came between; left out where it cannot tell. */
  readonly lastChange?: () => Promise<Outcome<AdminAuditEvent | undefined>>
  readonly keepMine: () => void
  readonly takeTheirs: () => void
  readonly close: () => void
}) {
  const t = useTranslations('kit.conflict')
  return (
    <Modal
      opened
      size="lg"
      onClose={close}
      title={t('title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack>
        {lastChange && <ChangedBy lastChange={lastChange} />}
        <Text size="sm">{t('sentence')}</Text>
        <Table className={classes['differences'] ?? ''}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('field')}</Table.Th>
              <Table.Th>{t('theirs')}</Table.Th>
              <Table.Th>{t('mine')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {names.map((name) => (
              <Table.Tr key={name}>
                <Table.Td>{labelOf(name)}</Table.Td>
                <Table.Td>{shown(theirs[name])}</Table.Td>
                <Table.Td>{shown(mine[name])}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Group justify="flex-end">
          <Button variant="default" onClick={takeTheirs}>
            {t('takeTheirs')}
          </Button>
          <Button onClick={keepMine}>{t('keepMine')}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}

/** Who made the change and when, as far as the audit log tells; nothing for those who may not read it. */
function ChangedBy({
  lastChange,
}: {
  readonly lastChange: () => Promise<Outcome<AdminAuditEvent | undefined>>
}) {
  const t = useTranslations('kit.conflict')
  const [found, setFound] = useState<{ readonly event: AdminAuditEvent; readonly now: Date }>()
  useEffect(() => {
    let isShown = true
    lastChange()
      .then((outcome) => {
        if (isShown && outcome.state === 'done' && outcome.value !== undefined) {
          setFound({ event: outcome.value, now: new Date() })
        }
      })
      .catch(() => undefined)
    return () => {
      isShown = false
    }
    // Asked once: the dialog stands for one conflict, and the function is new at each rendering.
  }, [])
  if (found === undefined) return null
  const { actor, at } = found.event
  const time = () => <RelativeTime key="time" at={Date.parse(at) / 1000} now={found.now} />
  return (
    <Text size="sm" fw={550} role="status">
      {actor === null
        ? t.rich('changedByOperator', { time })
        : t.rich('changedBy', { name: actor.name ?? actor.id, time })}
    </Text>
  )
}

/** A value in one line, of a list one for each; of an object what it holds, with the names of what is true. */
function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—'
  if (Array.isArray(value)) return value.length === 0 ? '—' : value.map(shown).join('\n')
  if (typeof value !== 'object') return typeof value === 'string' ? value : JSON.stringify(value)
  const present = Object.entries(value).filter(([, part]) => part !== null && part !== false && part !== '')
  return present.map(([name, part]) => (part === true ? name : shown(part))).join(' · ')
}
