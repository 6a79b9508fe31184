'use client'

import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import type { AdminAuditEvent } from '@gatehouse/token-types'
import type { Answered } from '../admin-api/admin-api'
import type { Outcome } from '../admin-api/outcome'
import { ConflictDialog } from './conflict-dialog'
import { SaveBar } from './save-bar'
import { TroubleNotice } from './trouble-notice'
import { changedFields, useAdminForm, type AdminForm } from './use-admin-form'

/** A form that changes one version of something. */
export interface VersionedForm<Fields extends Record<string, unknown>> extends AdminForm<Fields> {
  /** Names of the fields that differ from what the form began with. */
  readonly changed: readonly (keyof Fields & string)[]
  /** Saves over what somebody else saved meanwhile. */
  readonly saveOver: (etag: string) => void
}

/**
 * A form over something that has a version: only what differs is sent, for the version that was seen. Give the component
 * the version as its `key`, so that it begins anew with what was saved.
 *
 * @param send a server action with the fields that differ, and the version
 */
export function useVersionedForm<Fields extends Record<string, unknown>, Value>(
  initialValues: Fields,
  etag: string,
  send: (fields: Partial<Fields>, etag: string) => Promise<Outcome<Answered<Value>>>,
): VersionedForm<Fields> {
  const t = useTranslations('kit.saveBar')
  const router = useRouter()
  const version = useRef(etag)
  const form = useAdminForm(
    initialValues,
    (values, names) => {
      const fields = Object.fromEntries(names.map((name) => [name, values[name]]))
      return send(fields as Partial<Fields>, version.current)
    },
    (saved: Answered<Value>) => {
      version.current = saved.etag
      notifications.show({ message: t('saved') })
      router.refresh()
    },
  )
  return {
    ...form,
    changed: changedFields(form.form.getInitialValues(), form.form.getValues()),
    saveOver: (newest) => {
      version.current = newest
      form.forgetTrouble()
      form.save()
    },
  }
}

/** What stands below such a form: what kept it from being saved, the conflict, and the bar that saves. */
export function VersionedFormFoot<Fields extends Record<string, unknown>>({
  form: { form, changed, trouble, otherErrors, isSaving, save, saveOver, forgetTrouble },
  labelOf,
  lastChange,
}: {
  readonly form: VersionedForm<Fields>
  readonly labelOf: (name: string) => string
  /** Asks the audit log for the change that came between; left out where it cannot tell. */
  readonly lastChange?: () => Promise<Outcome<AdminAuditEvent | undefined>>
}) {
  const router = useRouter()
  return (
    <>
      <TroubleNotice
        trouble={trouble?.state === 'conflict' ? undefined : trouble}
        otherErrors={otherErrors}
        retry={save}
        close={forgetTrouble}
      />
      {trouble?.state === 'conflict' && (
        <ConflictDialog
          mine={form.getValues()}
          theirs={trouble.current as Record<string, unknown>}
          names={changed}
          labelOf={labelOf}
          {...(lastChange && { lastChange })}
          keepMine={() => saveOver(trouble.etag)}
          takeTheirs={() => {
            forgetTrouble()
            router.refresh()
          }}
          close={forgetTrouble}
        />
      )}
      <SaveBar changed={changed.map(labelOf)} isSaving={isSaving} save={save} discard={() => form.reset()} />
    </>
  )
}
