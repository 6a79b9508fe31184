import { csrfField, errorSummary, passwordField, textField } from './form-fields.js'
import { html } from './html.js'
import { documentPage, type PageContext } from './layout.page.js'

const order = ['name', 'email', 'password'] as const

/** A field of the set-up page. */
export type SetupField = (typeof order)[number]

/** What the page shows on which the first admin is created. */
export interface SetupView {
  /** Where the form is posted: `csrf`, `name`, `email`, `password`. */
  readonly action: string
  readonly csrfToken: string
  readonly values: { readonly name: string; readonly email: string }
  /** A sentence for each wrong field, in the language of the page (`messages.setup` has them). */
  readonly errors: Readonly<Partial<Record<SetupField, string>>>
}

/** Name, email and password of the first admin, behind the one-time link that the first start prints. */
export function setupPage(view: SetupView, page: PageContext): string {
  const { setup } = page.messages
  const wrong = order.filter((name) => view.errors[name])
  const focus = wrong[0] ?? 'name'
  const state = (name: SetupField) => ({ name, error: view.errors[name], autofocus: focus === name })
  const links = wrong.map((name) => ({ name, text: view.errors[name] ?? '' }))
  const body = html` <h1>${setup.title}</h1>
    <p class="lead">${setup.sentence(page.brandName)}</p>
    ${wrong.length > 0 && errorSummary(setup.summary, links)}
    <form method="post" action="${view.action}" id="setup" novalidate data-once>
      ${csrfField(view.csrfToken)}
      ${textField({ ...state('name'), label: setup.name, value: view.values.name, autocomplete: 'name' })}
      ${textField({
        ...state('email'),
        label: setup.email,
        type: 'email',
        value: view.values.email,
        autocomplete: 'username',
        isIdentifier: true,
      })}
      ${passwordField(
        {
          ...state('password'),
          label: setup.password,
          autocomplete: 'new-password',
          hint: setup.passwordHint,
          minLength: 8,
          maxLength: 256,
        },
        page.messages,
      )}
      <button type="submit" class="primary" id="submit">${setup.submit}</button>
    </form>`
  return documentPage({ title: setup.title, hasErrors: wrong.length > 0, body }, page)
}
