'use client'

import { Button, Table } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AdminClient, AdminPage, AdminTokenFamilyRow } from '@gatehouse/token-types'
import { Card } from '../detail/card'
import { useDuration } from '../detail/duration'
import { Facts } from '../detail/facts'
import { Moment } from '../detail/moment'
import { ConfirmDialog } from '../forms/confirm-dialog'
import { RevocationProgress } from '../revocations/revocation-progress'
import { Link } from '../shell/link'
import { LinkButton } from '../shell/link-button'
import { revokeFamilies } from '../tokens/actions'
import classes from './clients.module.css'

/** How long tokens of a client live, which refresh families of it do, and ending them all. */
export function ClientTokens({
  client,
  alive,
  now,
}: {
  readonly client: AdminClient
  /** Its newest living families. */
  readonly alive: AdminPage<AdminTokenFamilyRow>
  readonly now: Date
}) {
  const t = useTranslations('clients.tokens')
  const format = useFormatter()
  const [revoked, setRevoked] = useState<number>()
  const count = alive.total ?? alive.items.length
  const id = encodeURIComponent(client.client_id)
  return (
    <>
      {revoked !== undefined && (
        <RevocationProgress title={t('revoked', { count: revoked })} close={() => setRevoked(undefined)} />
      )}
      <Lifetimes client={client} />
      <Card
        title={t('families')}
        intro={t('familiesIntro')}
        action={<RevokeAll client={client} onRevoked={setRevoked} />}
      >
        {alive.items.length === 0 ? (
          <p className={classes['none']}>{t('none')}</p>
        ) : (
          <Families rows={alive.items} now={now} />
        )}
        {count > alive.items.length && (
          <LinkButton mt="md" variant="default" href={`/tokens?client_id=${id}&state=alive`}>
            {t('all', { count: `${format.number(count)}${alive.total_is_capped ? '+' : ''}` })}
          </LinkButton>
        )}
      </Card>
    </>
  )
}

function Lifetimes({ client }: { readonly client: AdminClient }) {
  const t = useTranslations('clients')
  const duration = useDuration()
  const length = (seconds: number | null) => (seconds === null ? t('tokens.byDefault') : duration(seconds))
  return (
    <Card
      title={t('tokens.lifetimes')}
      intro={t('tokens.lifetimesIntro')}
      action={
        <LinkButton variant="default" href={`/clients/${encodeURIComponent(client.client_id)}/settings`}>
          {t('tokens.change')}
        </LinkButton>
      }
    >
      <Facts
        facts={[
          {
            name: t('fields.access_token_lifetime_seconds'),
            value: length(client.access_token_lifetime_seconds),
          },
          {
            name: t('fields.refresh_token_lifetime_seconds'),
            value: length(client.refresh_token_lifetime_seconds),
          },
          {
            name: t('fields.id_token_signed_response_alg'),
            value: <code>{client.id_token_signed_response_alg}</code>,
          },
          {
            name: t('tokens.binding'),
            value: t(client.dpop_bound_access_tokens ? 'tokens.bound' : 'tokens.either'),
          },
        ]}
      />
    </Card>
  )
}

function Families({ rows, now }: { readonly rows: readonly AdminTokenFamilyRow[]; readonly now: Date }) {
  const t = useTranslations('tokens')
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table aria-label={t('families')}>
        <Table.Thead>
          <Table.Tr>
            {(['person', 'issued', 'rotated', 'idleEnd'] as const).map((key) => (
              <Table.Th key={key}>{t(key)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.id}>
              <Table.Td>
                <Link href={`/tokens/families/${row.id}`} className={classes['link']}>
                  {row.username ?? t('removedPerson')}
                </Link>
              </Table.Td>
              {[row.created_at, row.last_rotated_at, row.idle_expires_at].map((at, place) => (
                <Table.Td key={place}>
                  <Moment at={at} now={now} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function RevokeAll({
  client,
  onRevoked,
}: {
  readonly client: AdminClient
  readonly onRevoked: (families: number) => void
}) {
  const t = useTranslations('clients.tokens')
  const router = useRouter()
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Button color="red" variant="light" onClick={() => setAsking(true)}>
        {t('revokeAll')}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t('revokeAllTitle', { name: client.client_name })}
          action={t('revokeAll')}
          word={client.client_id}
          send={() => revokeFamilies({ client_id: client.client_id })}
          onDone={(families) => {
            setAsking(false)
            onRevoked(families)
            router.refresh()
          }}
          close={() => setAsking(false)}
        >
          {t('revokeAllConsequence')}
        </ConfirmDialog>
      )}
    </>
  )
}
