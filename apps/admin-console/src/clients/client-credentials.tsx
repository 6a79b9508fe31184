'use client'

import { Button, Group, Modal, Select, Stack, Table, Text, TextInput, VisuallyHidden } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AdminClient, AdminClientSecret } from '@gatehouse/token-types'
import { Card, StateBadge } from '../detail/card'
import { CodeBlock } from '../detail/code-block'
import { RelativeTime } from '../detail/relative-time'
import { ConfirmDialog } from '../forms/confirm-dialog'
import { TroubleNotice } from '../forms/trouble-notice'
import { useAdminForm } from '../forms/use-admin-form'
import { LinkButton } from '../shell/link-button'
import { addSecret, changeSecret, removeSecret } from './actions'
import { SecretOnce } from './secret-once'

const DAY_MS = 86_400_000
/** A secret of this age is due to be changed. */
const DUE_DAYS = 90
/** How long an old secret lives on beside its successor. */
const OVERLAP_DAYS = 7
/** A secret that was used so lately is still in use somewhere. */
const IN_USE_DAYS = 7

/** Secrets side by side, with what tells which of them is still in use; public keys. */
export function ClientCredentials({ client, now }: { readonly client: AdminClient; readonly now: Date }) {
  const t = useTranslations('clients.credentials')
  const router = useRouter()
  const [isAdding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<AdminClientSecret>()
  const [ending, setEnding] = useState<AdminClientSecret>()
  const usesSecrets = client.token_endpoint_auth_method.startsWith('client_secret')
  return (
    <>
      {usesSecrets ? (
        <Card
          title={t('secrets')}
          intro={t('secretsIntro')}
          action={<Button onClick={() => setAdding(true)}>{t('add')}</Button>}
        >
          <Table.ScrollContainer minWidth={560}>
            <Table aria-label={t('secrets')}>
              <Table.Thead>
                <Table.Tr>
                  {(['name', 'begins', 'created', 'lastUsed', 'expires'] as const).map((key) => (
                    <Table.Th key={key}>{t(key)}</Table.Th>
                  ))}
                  <Table.Th>
                    <VisuallyHidden>{t('remove')}</VisuallyHidden>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {client.secrets.map((secret) => (
                  <SecretRow
                    key={secret.id}
                    secret={secret}
                    now={now}
                    remove={() => setRemoving(secret)}
                    end={() => setEnding(secret)}
                  />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Card>
      ) : (
        <Card title={t('secrets')} intro={t('noSecrets', { method: client.token_endpoint_auth_method })}>
          {null}
        </Card>
      )}
      {client.token_endpoint_auth_method === 'private_key_jwt' && (
        <Card
          title={t('keys')}
          action={
            <LinkButton variant="default" href={`/clients/${encodeURIComponent(client.client_id)}/settings`}>
              {t('changeKeys')}
            </LinkButton>
          }
        >
          <CodeBlock label={t('keys')}>{client.jwks_uri ?? JSON.stringify(client.jwks, null, 2)}</CodeBlock>
        </Card>
      )}
      {isAdding && (
        <AddSecret
          client={client}
          close={() => {
            setAdding(false)
            router.refresh()
          }}
        />
      )}
      {ending && (
        <ConfirmDialog
          title={t('endNamed', { name: ending.name })}
          action={t('end')}
          isDangerous={false}
          send={() =>
            changeSecret(client.client_id, ending.id, {
              expires_at: new Date(Date.now() + OVERLAP_DAYS * DAY_MS).toISOString(),
            })
          }
          onDone={() => {
            setEnding(undefined)
            router.refresh()
          }}
          close={() => setEnding(undefined)}
        >
          {t('endConsequence', { days: OVERLAP_DAYS })}
        </ConfirmDialog>
      )}
      {removing && (
        <ConfirmDialog
          title={t('removeNamed', { name: removing.name })}
          action={t('remove')}
          {...(isInUse(removing, now) ? { word: removing.name } : {})}
          send={() => removeSecret(client.client_id, removing.id)}
          onDone={() => {
            setRemoving(undefined)
            notifications.show({ message: t('removed', { name: removing.name }) })
            router.refresh()
          }}
          close={() => setRemoving(undefined)}
        >
          {t(isInUse(removing, now) ? 'removeInUse' : 'removeConsequence')}
        </ConfirmDialog>
      )}
    </>
  )
}

function SecretRow({
  secret,
  now,
  remove,
  end,
}: {
  readonly secret: AdminClientSecret
  readonly now: Date
  readonly remove: () => void
  readonly end: () => void
}) {
  const t = useTranslations('clients.credentials')
  const time = (at: string) => <RelativeTime at={Date.parse(at) / 1000} now={now} />
  const isDue = now.getTime() - Date.parse(secret.created_at) > DUE_DAYS * DAY_MS
  return (
    <Table.Tr>
      <Table.Td>
        {secret.name}
        {isDue && (
          <div>
            <StateBadge tone="amber">{t('due')}</StateBadge>
          </div>
        )}
      </Table.Td>
      <Table.Td>
        <code>{secret.begins_with}…</code>
      </Table.Td>
      <Table.Td>{time(secret.created_at)}</Table.Td>
      <Table.Td>{secret.last_used_at === null ? t('never') : time(secret.last_used_at)}</Table.Td>
      <Table.Td>{secret.expires_at === null ? t('noEnd') : time(secret.expires_at)}</Table.Td>
      <Table.Td>
        {secret.expires_at === null && (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            aria-label={`${t('end')}: ${secret.name}`}
            onClick={end}
          >
            {t('end')}
          </Button>
        )}
        <Button
          size="xs"
          variant="subtle"
          color="red"
          aria-label={t('removeNamed', { name: secret.name })}
          onClick={remove}
        >
          {t('remove')}
        </Button>
      </Table.Td>
    </Table.Tr>
  )
}

function AddSecret({ client, close }: { readonly client: AdminClient; readonly close: () => void }) {
  const t = useTranslations('clients.credentials')
  const [key] = useState(() => crypto.randomUUID())
  const [secret, setSecret] = useState<string>()
  const { form, isSaving, trouble, otherErrors, save, forgetTrouble } = useAdminForm(
    { name: '', days: '0' },
    ({ name, days }) => {
      const end =
        Number(days) === 0 ? {} : { expires_at: new Date(Date.now() + Number(days) * DAY_MS).toISOString() }
      return addSecret(client.client_id, { ...(name === '' ? {} : { name }), ...end }, key)
    },
    (made) => setSecret(made.client_secret),
  )
  if (secret !== undefined) {
    return <SecretOnce clientId={client.client_id} secret={secret} issuer={undefined} close={close} />
  }
  return (
    <Modal opened onClose={close} title={t('add')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={form.onSubmit(save)} noValidate>
        <Stack>
          <Text size="sm">{t('addSentence')}</Text>
          <TextInput label={t('name')} placeholder={t('namePlaceholder')} {...form.getInputProps('name')} />
          <Select
            label={t('expires')}
            allowDeselect={false}
            data={[
              { value: '0', label: t('noEnd') },
              ...[30, 90, 180, 365].map((days) => ({ value: String(days), label: t('inDays', { days }) })),
            ]}
            {...form.getInputProps('days')}
          />
          <TroubleNotice trouble={trouble} otherErrors={otherErrors} retry={save} close={forgetTrouble} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={isSaving}>
              {t('add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

const isInUse = ({ last_used_at: at }: AdminClientSecret, now: Date): boolean =>
  at !== null && now.getTime() - Date.parse(at) < IN_USE_DAYS * DAY_MS
