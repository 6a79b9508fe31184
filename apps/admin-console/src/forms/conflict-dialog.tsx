'use client'

import { Button, Group, Modal, Stack, Table, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import classes from './forms.module.css'

/** Two people changed one thing: shows both, and lets the second decide. Nothing that was typed is lost. */
export function ConflictDialog({
  mine,
  theirs,
  names,
  labelOf,
  keepMine,
  takeTheirs,
  close,
}: {
  readonly mine: Readonly<Record<string, unknown>>
  readonly theirs: Readonly<Record<string, unknown>>
  /** The fields that this form changes. */
  readonly names: readonly string[]
  readonly labelOf: (name: string) => string
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

/** A value in one line, of a list one for each; of an object what it holds, with the names of what is true. */
function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—'
  if (Array.isArray(value)) return value.length === 0 ? '—' : value.map(shown).join('\n')
  if (typeof value !== 'object') return typeof value === 'string' ? value : JSON.stringify(value)
  const present = Object.entries(value).filter(([, part]) => part !== null && part !== false && part !== '')
  return present.map(([name, part]) => (part === true ? name : shown(part))).join(' · ')
}
