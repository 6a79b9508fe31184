'use client'

import { Button, Tabs } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { CodeBlock } from '../detail/code-block'
import { ShownOnce } from '../detail/shown-once'

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
  const forms = formsOf(clientId, secret, issuer)
  return (
    <ShownOnce
      size="lg"
      title={t('title')}
      warning={t('sentence')}
      kept={t('kept')}
      done={t('close')}
      close={close}
      action={
        <Button
          component="a"
          variant="default"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(forms[1]?.text ?? '')}`}
          download={`${clientId}.env`}
        >
          {t('download')}
        </Button>
      }
    >
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
    </ShownOnce>
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
