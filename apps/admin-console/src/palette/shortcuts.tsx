'use client'

import { Kbd, Modal, Switch, Table } from '@mantine/core'
import { useDisclosure, useLocalStorage } from '@mantine/hooks'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { ACTIONS, pages } from '../shell/navigation'
import { isTyping } from './typing'

/** Longest time between `g` and the key of the page. */
const SEQUENCE_MILLISECONDS = 1_000

/** `g` and a letter go to a page, `c` creates, `?` shows what there is. Off inside inputs; can be switched off. */
export function Shortcuts() {
  const t = useTranslations()
  const router = useRouter()
  const [isOpen, sheet] = useDisclosure(false)
  const [isOn, setOn] = useLocalStorage({ key: 'gatehouse-console-shortcuts', defaultValue: true })
  const goneSince = useRef(0)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || event.defaultPrevented) return
      if (event.key === '?') return sheet.toggle()
      if (!isOn) return
      const isSecond = event.timeStamp - goneSince.current < SEQUENCE_MILLISECONDS
      goneSince.current = !isSecond && event.key === 'g' ? event.timeStamp : 0
      const page = isSecond ? pages().find(({ key }) => key === event.key) : undefined
      const action = isSecond ? undefined : ACTIONS.find(({ key }) => key === event.key)
      const href = page?.href ?? action?.href
      if (href === undefined) return
      event.preventDefault()
      router.push(href)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
  const rows: [keys: string[], what: string][] = [
    ...pages().map(({ key, label }): [string[], string] => [['g', key], t(`navigation.${label}`)]),
    ...ACTIONS.map(({ key, label }): [string[], string] => [[key], t(`navigation.${label}`)]),
    [['⌘ K', '/'], t('kit.palette.label')],
    [['j', 'k'], t('kit.shortcuts.walk')],
    [['x'], t('kit.shortcuts.select')],
    [['Enter'], t('kit.shortcuts.open')],
    [['?'], t('kit.shortcuts.title')],
  ]
  return (
    <Modal
      opened={isOpen}
      onClose={sheet.close}
      title={t('kit.shortcuts.title')}
      closeButtonProps={{ 'aria-label': t('kit.shortcuts.close') }}
    >
      <Table>
        <Table.Tbody>
          {rows.map(([keys, what]) => (
            <Table.Tr key={keys.join(' ')}>
              <Table.Td w={120}>
                {keys.map((key) => (
                  <Kbd key={key} mr={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{what}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Switch
        mt="md"
        label={t('kit.shortcuts.on')}
        checked={isOn}
        onChange={(event) => setOn(event.currentTarget.checked)}
      />
    </Modal>
  )
}
