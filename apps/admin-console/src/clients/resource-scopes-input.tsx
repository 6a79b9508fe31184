'use client'

import { Button, Checkbox, Select } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState, useTransition, type ReactNode } from 'react'
import {
  ADMIN_RESOURCE,
  type AdminClient,
  type AdminResource,
  type AdminResourceRow,
} from '@gatehouse/token-types'
import { StateBadge } from '../detail/card'
import { TroubleNotice } from '../forms/trouble-notice'
import type { Trouble } from '../forms/use-admin-form'
import { readResource } from '../resources/actions'
import classes from './clients.module.css'

type ResourceScopes = AdminClient['resource_scopes']

/** Scopes of APIs, chosen one by one: an API is added first, and none of its scopes comes with it. */
export function ResourceScopesInput({
  apis,
  details,
  value,
  onChange,
  error,
}: {
  /** APIs to choose from. */
  readonly apis: readonly AdminResourceRow[]
  /** Those among them that have scopes chosen from the beginning. */
  readonly details: readonly AdminResource[]
  readonly value: ResourceScopes
  readonly onChange: (value: ResourceScopes) => void
  readonly error?: ReactNode
}) {
  const t = useTranslations('clients.access')
  const [shown, setShown] = useState(details)
  const [trouble, setTrouble] = useState<Trouble>()
  const [isAdding, startAdding] = useTransition()
  const rest = apis.filter(({ id, scopes }) => scopes.length > 0 && !shown.some((each) => each.id === id))
  const scopesOf = (resource: string) =>
    value.filter((each) => each.resource === resource).map(({ scope }) => scope)
  const put = ({ identifier }: AdminResource, scopes: readonly string[]) =>
    onChange([
      ...value.filter(({ resource }) => resource !== identifier),
      ...scopes.map((scope) => ({ resource: identifier, scope })),
    ])
  const add = (id: string) =>
    startAdding(async () => {
      setTrouble(undefined)
      const outcome = await readResource(id).catch(() => ({ state: 'unreachable' as const }))
      if (outcome.state === 'done') setShown((before) => [...before, outcome.value])
      else if (outcome.state !== 'invalid') setTrouble(outcome)
    })
  return (
    <div>
      {shown.map((resource) => (
        <ScopesOfResource
          key={resource.id}
          resource={resource}
          chosen={scopesOf(resource.identifier)}
          choose={(scopes) => put(resource, scopes)}
          remove={() => {
            put(resource, [])
            setShown((before) => before.filter(({ id }) => id !== resource.id))
          }}
        />
      ))}
      {error !== undefined && error !== null && (
        <p role="alert" className={classes['error']}>
          {error}
        </p>
      )}
      <TroubleNotice
        trouble={trouble}
        retry={() => setTrouble(undefined)}
        close={() => setTrouble(undefined)}
      />
      {rest.length > 0 && (
        <Select
          aria-label={t('addApi')}
          placeholder={t('addApi')}
          leftSection={<IconPlus size={16} stroke={1.7} aria-hidden="true" />}
          maw={400}
          searchable
          value={null}
          disabled={isAdding}
          nothingFoundMessage={t('noApi')}
          data={rest.map(({ id, name, identifier }) => ({ value: id, label: `${name} · ${identifier}` }))}
          onChange={(id) => id !== null && add(id)}
        />
      )}
      {shown.length + rest.length === 0 && <p className={classes['hint']}>{t('noApis')}</p>}
    </div>
  )
}

function ScopesOfResource({
  resource: { identifier, name, scopes },
  chosen,
  choose,
  remove,
}: {
  readonly resource: AdminResource
  readonly chosen: string[]
  readonly choose: (scopes: readonly string[]) => void
  readonly remove: () => void
}) {
  const t = useTranslations('clients.access')
  const administers = identifier === ADMIN_RESOURCE
  return (
    <div role="group" aria-label={name} className={classes['api']}>
      <div className={classes['apiHead']}>
        <div>
          <strong>{name}</strong> {administers && <StateBadge tone="amber">{t('administers')}</StateBadge>}
          <code className={classes['identifier']}>{identifier}</code>
        </div>
        <span className={classes['hint']}>{t('granted', { count: chosen.length, all: scopes.length })}</span>
        <Button
          size="compact-xs"
          variant="default"
          onClick={remove}
          aria-label={`${t('removeAll')}: ${name}`}
        >
          {t('removeAll')}
        </Button>
      </div>
      {administers && <p className={classes['warning']}>{t('administersSentence')}</p>}
      <Checkbox.Group value={chosen} onChange={choose} aria-label={t('scopesOf', { name })}>
        <div className={classes['scopes']}>
          {scopes.map((scope) => (
            <Checkbox
              key={scope.name}
              value={scope.name}
              size="xs"
              label={
                <>
                  <code>{scope.name}</code>{' '}
                  {scope.sensitive && !administers && <StateBadge tone="amber">{t('sensitive')}</StateBadge>}
                </>
              }
              description={scope.consent_text}
            />
          ))}
        </div>
      </Checkbox.Group>
    </div>
  )
}
