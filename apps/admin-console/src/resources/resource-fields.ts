import type { UseFormReturnType } from '@mantine/form'
import type { AdminResource } from '@gatehouse/token-types'
import type { Part } from './parts-input'

const NAMES = ['name', 'signing_alg', 'access_token_lifetime_seconds', 'scopes', 'roles'] as const

/** What the settings of an API show and change. */
export type ResourceFields = Pick<AdminResource, (typeof NAMES)[number]> & Record<string, unknown>

/** The fields as they are. */
export const fieldsOf = (resource: AdminResource): ResourceFields =>
  Object.fromEntries(NAMES.map((name) => [name, resource[name]])) as ResourceFields

/** What an input for the scopes of a form is given. */
export function scopesOf<Fields extends ResourceFields>(form: UseFormReturnType<Fields>) {
  return {
    kind: 'scopes' as const,
    value: form.getValues().scopes.map(({ name, consent_text: sentence, sensitive }) => ({
      name,
      sentence,
      sensitive,
    })),
    onChange: (parts: Part[]) =>
      put(
        form,
        'scopes',
        parts.map(({ name, sentence, sensitive = false }) => ({ name, consent_text: sentence, sensitive })),
      ),
    errorOf: (place?: string) =>
      form.errors[place === undefined ? 'scopes' : `scopes.${place.replace('sentence', 'consent_text')}`],
  }
}

/** What an input for the roles of a form is given. */
export function rolesOf<Fields extends ResourceFields>(form: UseFormReturnType<Fields>) {
  return {
    kind: 'roles' as const,
    value: form.getValues().roles.map(({ name, description }) => ({ name, sentence: description })),
    onChange: (parts: Part[]) =>
      put(
        form,
        'roles',
        parts.map(({ name, sentence }) => ({ name, description: sentence })),
      ),
    errorOf: (place?: string) =>
      form.errors[place === undefined ? 'roles' : `roles.${place.replace('sentence', 'description')}`],
  }
}

/** Puts a list into the form; what was wrong with its places is forgotten, for they may have moved. */
function put<Fields extends ResourceFields>(
  form: UseFormReturnType<Fields>,
  name: 'scopes' | 'roles',
  list: object[],
): void {
  form.setValues((before) => ({ ...before, [name]: list }))
  form.setErrors((errors) =>
    Object.fromEntries(
      Object.entries(errors).filter(([path]) => path !== name && !path.startsWith(`${name}.`)),
    ),
  )
}
