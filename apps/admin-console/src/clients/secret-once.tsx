'use client'

import { Alert, Button, Checkbox, Group, Modal, Stack, Tabs } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { CodeBlock } from '../detail/code-block'

/** A new secret, shown this once, in the forms in which people keep it. Closing wants a tick. */
export function SecretOnce({
  clientId,
  secret,
  issuer,
  close,
}: {
  readonly clientId: string
  readonly secret: string
  readonly issuer: string | undefined
  readonly close: () => void
}) {
  const t = useTranslations('clients.secretOnce')
  const [isKept, setKept] = useState(false)
  const forms = formsOf(clientId, secret, issuer)
  return (
    <Modal
      opened
      size="lg"
      onClose={() => isKept && close()}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title={t('title')}
    >
      <Stack>
        <Alert color="yellow" icon={<IconAlertTriangle size={18} />}>
          {t('sentence')}
        </Alert>
        <Tabs defaultValue="secret" keepMounted={false}>
          <Tabs.List>
            {forms.map(({ name }) => (
              <Tabs.Tab key={name} value={name}>
                {name === 'secret' ? t('secret') : name}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {forms.map(({ name, text }) => (
            <Tabs.Panel key={name} value={name} pt="sm">
              <CodeBlock label={name}>{text}</CodeBlock>
            </Tabs.Panel>
          ))}
        </Tabs>
        <Checkbox
          label={t('kept')}
          checked={isKept}
          onChange={(event) => setKept(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button
            component="a"
            variant="default"
            href={`data:text/plain;charset=utf-8,${encodeURIComponent(forms[1]?.text ?? '')}`}
            download={`${clientId}.env`}
          >
            {t('download')}
          </Button>
          <Button disabled={!isKept} onClick={close}>
            {t('close')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function formsOf(clientId: string, secret: string, issuer: string | undefined) {
  const place = issuer === undefined ? '' : `OIDC_ISSUER=${issuer}\n`
  const curl = `curl -u '${clientId}:${secret}' -d grant_type=client_credentials ${issuer ?? 'ISSUER'}/oauth2/token`
  return [
    { name: 'secret', text: secret },
    { name: '.env', text: `${place}OIDC_CLIENT_ID=${clientId}\nOIDC_CLIENT_SECRET=${secret}` },
    {
      name: 'JSON',
      text: JSON.stringify(
        { ...(issuer && { issuer }), client_id: clientId, client_secret: secret },
        null,
        2,
      ),
    },
    { name: 'curl', text: curl },
  ]
}
