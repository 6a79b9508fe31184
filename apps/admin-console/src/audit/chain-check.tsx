'use client'

import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconLink } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import type { AdminAuditChainReport } from '@gatehouse/token-types'
import type { Outcome } from '../admin-api/outcome'
import { DoneNotice } from '../forms/done-notice'
import { TroubleNotice } from '../forms/trouble-notice'
import type { Trouble } from '../forms/use-admin-form'
import { Link } from '../shell/link'
import { verifyChain } from './actions'
import classes from './audit.module.css'

/** Checks the chain of the log, and says what was checked and what a broken link would mean. */
export function ChainCheck() {
  const t = useTranslations('audit.chain')
  const [isOpen, setOpen] = useState(false)
  const [report, setReport] = useState<AdminAuditChainReport>()
  const [trouble, setTrouble] = useState<Trouble>()
  const [isRunning, start] = useTransition()
  const run = () =>
    start(async () => {
      setTrouble(undefined)
      setReport(undefined)
      const outcome = await verifyChain().catch((): Outcome<never> => ({ state: 'unreachable' }))
      if (outcome.state === 'done') setReport(outcome.value)
      else if (outcome.state !== 'invalid') setTrouble(outcome)
    })
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconLink size={16} stroke={1.7} />}
        onClick={() => setOpen(true)}
      >
        {t('open')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={t('title')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <Stack>
          <Text size="sm">{t('sentence')}</Text>
          {report === undefined ? <Links broken={undefined} /> : <Found report={report} />}
          <TroubleNotice trouble={trouble} retry={run} close={() => setTrouble(undefined)} />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setOpen(false)}>
              {t('close')}
            </Button>
            <Button onClick={run} loading={isRunning}>
              {t(report === undefined ? 'run' : 'again')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}

function Found({ report: { broken_at: brokenAt, events } }: { readonly report: AdminAuditChainReport }) {
  const t = useTranslations('audit.chain')
  if (brokenAt === null) {
    return <DoneNotice title={t('intact')}>{t('intactSentence', { count: events })}</DoneNotice>
  }
  return (
    <>
      <Alert
        color="red"
        role="alert"
        icon={<IconAlertTriangle size={18} />}
        title={t('broken', { brokenAt })}
      >
        {t('brokenSentence', { count: events })}
      </Alert>
      <Links broken={brokenAt} />
      <Link href={`/audit/${brokenAt}`} className={classes['link']}>
        {t('openBroken', { brokenAt })}
      </Link>
    </>
  )
}

/** Three links: one that holds, one that does not, and what can then no longer be told; without a break, as an example. */
function Links({ broken }: { readonly broken: string | undefined }) {
  const t = useTranslations('audit.chain')
  return (
    <figure style={{ margin: 0 }}>
      <ol className={classes['chain']}>
        <li data-link="whole">
          <strong>{broken === undefined ? '1' : t('before', { broken })}</strong>
          {t('proved')}
        </li>
        <li data-link="broken">
          <strong>{broken ?? '2'}</strong>
          {t('notFitting')}
        </li>
        <li data-link="unknown">
          <strong>{broken === undefined ? '3' : t('after', { broken })}</strong>
          {t('notProved')}
        </li>
      </ol>
      {broken === undefined && (
        <Text component="figcaption" size="xs" c="dimmed">
          {t('example')}
        </Text>
      )}
    </figure>
  )
}
