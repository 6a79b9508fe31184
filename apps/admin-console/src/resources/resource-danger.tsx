'use client'

import { Anchor, Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AdminResource } from '@gatehouse/token-types'
import { Card } from '../detail/card'
import { ConfirmDialog } from '../forms/confirm-dialog'
import { Link } from '../shell/link'
import { removeResource } from './actions'
import classes from './resources.module.css'

/** How many hold a part of an API, as far as it was counted. */
export interface ResourceUse {
  /** Clients that may ask for a scope of it. */
  readonly callers: number
  /** Clients that are its server. */
  readonly servers: number
  /** Roles held by people, each counted. */
  readonly holders: number
}

/** Removing an API; who stands in the way is said before anybody tries. */
export function ResourceDanger({
  resource,
  use: { callers, servers, holders },
}: {
  readonly resource: AdminResource
  readonly use: ResourceUse
}) {
  const t = useTranslations('resources')
  const router = useRouter()
  const [isAsked, setAsked] = useState(false)
  if (resource.built_in) {
    return (
      <Card title={t('remove')} intro={t('danger.builtIn')}>
        {null}
      </Card>
    )
  }
  const isUsed = callers + servers + holders > 0
  return (
    <>
      <Card
        title={t('remove')}
        intro={t('danger.consequence')}
        isDangerous
        action={
          <Button color="red" onClick={() => setAsked(true)}>
            {t('remove')}
          </Button>
        }
      >
        {isUsed && (
          <>
            <p className={classes['steps']}>{t('danger.used')}</p>
            <ul className={classes['holders']}>
              {callers > 0 && (
                <li>
                  <Anchor component={Link} href={`/resources/${resource.id}/clients`} fz="sm">
                    {t('danger.callers', { count: callers })}
                  </Anchor>
                </li>
              )}
              {servers > 0 && (
                <li>
                  <Anchor component={Link} href={`/resources/${resource.id}/protect`} fz="sm">
                    {t('danger.servers', { count: servers })}
                  </Anchor>
                </li>
              )}
              {holders > 0 && (
                <li>
                  <Anchor
                    component={Link}
                    href={`/roles?${new URLSearchParams({ resource: resource.identifier })}`}
                    fz="sm"
                  >
                    {t('danger.holders', { count: holders })}
                  </Anchor>
                </li>
              )}
            </ul>
          </>
        )}
      </Card>
      {isAsked && (
        <ConfirmDialog
          title={t('danger.removeNamed', { name: resource.name })}
          action={t('remove')}
          word={resource.identifier}
          send={() => removeResource(resource.id)}
          onDone={() => {
            notifications.show({ message: t('danger.removed', { name: resource.name }) })
            router.push('/resources')
          }}
          close={() => setAsked(false)}
        >
          {t('danger.consequence')}
        </ConfirmDialog>
      )}
    </>
  )
}
