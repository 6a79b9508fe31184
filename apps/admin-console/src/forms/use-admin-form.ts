'use client'

import { useForm, type FormErrors, type UseFormReturnType } from '@mantine/form'
import type { AdminFieldError } from '@gatehouse/token-types'
import { useState, useTransition } from 'react'
import type { Outcome } from '../admin-api/outcome'

/** A submission that came to nothing, and what a person can do about it. */
export type Trouble = Exclude<Outcome<never>, { state: 'done' | 'invalid' }>

type Values = Record<string, unknown>

/** Values of a form, its fields' errors, and what kept it from being saved. */
export interface AdminForm<Fields extends Values> {
  readonly form: UseFormReturnType<Fields>
  readonly isSaving: boolean
  readonly trouble: Trouble | undefined
  /** Errors that belong to no field of the form. */
  readonly otherErrors: readonly AdminFieldError[]
  /** Sends what changed; nothing that was typed is lost when it is refused. */
  readonly save: () => void
  readonly forgetTrouble: () => void
}

/**
 * A form of the admin API: errors of a refusal stand at their fields.
 *
 * @param send a server action with the values, and the names of those that differ from what the form began with
 * @param onDone told once everything is saved
 */
export function useAdminForm<Fields extends Values, Value>(
  initialValues: Fields,
  send: (values: Fields, changed: readonly (keyof Fields & string)[]) => Promise<Outcome<Value>>,
  onDone: (value: Value, form: UseFormReturnType<Fields>) => void,
): AdminForm<Fields> {
  const form = useForm<Fields>({ mode: 'controlled', initialValues })
  const [trouble, setTrouble] = useState<Trouble>()
  const [otherErrors, setOtherErrors] = useState<readonly AdminFieldError[]>([])
  const [isSaving, startSaving] = useTransition()
  const save = () =>
    startSaving(async () => {
      setTrouble(undefined)
      setOtherErrors([])
      const values = form.getValues()
      const outcome = await send(values, changedFields(form.getInitialValues(), values)).catch(
        (): Outcome<Value> => ({ state: 'unreachable' }),
      )
      if (outcome.state === 'done') onDone(outcome.value, form)
      else if (outcome.state === 'invalid') {
        const { ofFields, others } = sorted(outcome.errors, Object.keys(values))
        form.setErrors(ofFields)
        setOtherErrors(others)
        focusFirstError()
      } else setTrouble(outcome)
    })
  return { form, isSaving, trouble, otherErrors, save, forgetTrouble: () => setTrouble(undefined) }
}

/** Names of the fields whose values differ. */
export function changedFields<Fields extends Values>(
  before: Fields,
  after: Fields,
): (keyof Fields & string)[] {
  return Object.keys(after).filter((name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]))
}

/** `scopes[1].name` is an error of the field `scopes`, and of its place `scopes.1.name` for who shows each place. */
export function sorted(
  errors: readonly AdminFieldError[],
  names: readonly string[],
): { ofFields: FormErrors; others: readonly AdminFieldError[] } {
  const fieldOf = ({ field }: AdminFieldError) => /^[^.[]+/u.exec(field)?.[0] ?? field
  const known = errors.filter((error) => names.includes(fieldOf(error)))
  return {
    ofFields: Object.fromEntries(
      known.flatMap((error) => [
        [fieldOf(error), error.message],
        [placeOf(error), error.message],
      ]),
    ),
    others: errors.filter((error) => !known.includes(error)),
  }
}

const placeOf = ({ field }: AdminFieldError): string => field.replaceAll(/\[(\d+)\]/gu, '.$1')

/** After the next paint, when the error is there to be heard. */
function focusFirstError(): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()),
  )
}
