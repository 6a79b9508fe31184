'use client'

import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AdminTokenInspection } from '@gatehouse/token-types'
import { Card, StateBadge } from '../detail/card'
import { CodeBlock } from '../detail/code-block'
import { Notice } from '../detail/notice'
import { ConfirmDialog } from '../forms/confirm-dialog'
import { revokeToken } from './actions'
import { Claims } from './claims'
import { EndingEntries } from './ending-entries'
import { InspectedFacts } from './inspected-facts'
import classes from './inspection.module.css'

const TONES = {
  alive: 'teal',
  expired: 'grey',
  revoked: 'red',
  used: 'amber',
  foreign: 'red',
  unknown: 'grey',
} as const

/** What was found out about a token, and when. */
export interface Finding {
  readonly token: string
  readonly inspection: AdminTokenInspection
  readonly at: Date
}

/** What a token turned out to be, and ending it. */
export function Inspected({
  finding,
  onRevoked,
}: {
  readonly finding: Finding
  readonly onRevoked: () => void
}) {
  const t = useTranslations('inspection')
  const { inspection, token, at } = finding
  const { kind, state } = inspection
  const isBound = inspection.claims !== null && 'cnf' in inspection.claims
  const [isAsking, setAsking] = useState(false)
  return (
    <section aria-label={t('result')}>
      <Card
        title={t(`kinds.${kind}`)}
        intro={t(`verdicts.${state}`)}
        action={
          isRevocable(finding) && (
            <Button color="red" variant="light" onClick={() => setAsking(true)}>
              {t('revoke')}
            </Button>
          )
        }
      >
        <p className={classes['badges']} role="status">
          <StateBadge tone={TONES[state]}>{t(`states.${state}`)}</StateBadge>
          {kind === 'access_token' && <StateBadge tone="grey">{t(isBound ? 'bound' : 'bearer')}</StateBadge>}
        </p>
        <InspectedFacts inspection={inspection} now={at} />
      </Card>
      {inspection.revoked_by.length > 0 && (
        <Card title={t('endedBy')} intro={t('endedBySentence')}>
          <EndingEntries entries={inspection.revoked_by} now={at} />
        </Card>
      )}
      {inspection.claims !== null && (
        <Card title={t('claims')} intro={t('claimsIntro')}>
          {state === 'foreign' && <Notice title={t('unproven')}>{t('unprovenSentence')}</Notice>}
          <Claims claims={inspection.claims} now={at} />
        </Card>
      )}
      {inspection.header !== null && inspection.claims !== null && (
        <Card title={t('decoded')}>
          <div className={classes['decoded']}>
            <div>
              <h3>{t('header')}</h3>
              <CodeBlock label={t('header')}>{JSON.stringify(inspection.header, null, 2)}</CodeBlock>
            </div>
            <div>
              <h3>{t('claims')}</h3>
              <CodeBlock label={t('claims')}>{JSON.stringify(inspection.claims, null, 2)}</CodeBlock>
            </div>
          </div>
        </Card>
      )}
      {isAsking && (
        <ConfirmDialog
          title={t('revokeTitle')}
          action={t('revoke')}
          send={() => revokeToken(token)}
          onDone={() => {
            setAsking(false)
            onRevoked()
          }}
          close={() => setAsking(false)}
        >
          {t(kind === 'refresh_token' ? 'revokeRefreshConsequence' : 'revokeAccessConsequence')}
        </ConfirmDialog>
      )}
    </section>
  )
}

/** What the admin API can end by the token alone, and what is not over anyway. */
const isRevocable = ({ inspection: { kind, state } }: Finding): boolean =>
  (kind === 'access_token' && state === 'alive') ||
  (kind === 'refresh_token' && (state === 'alive' || state === 'used'))
