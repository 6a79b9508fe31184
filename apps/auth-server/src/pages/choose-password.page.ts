import { csrfField, errorSummary, passwordField, textField } from './form-fields.js'
import { html } from './html.js'
import { documentPage, type PageContext } from './layout.page.js'

/** What the page shows on which a person chooses a password. */
export interface ChoosePasswordView {
  /** Where the form is posted: `csrf`, `password`. */
  readonly action: string
  readonly csrfToken: string
  /** What the person types to sign in: shown, so that the browser's password manager keeps it with the password. */
  readonly username: string
  /** True where there was a password before. */
  readonly isReplacement: boolean
  /** What is wrong with the password, in the language of the page. */
  readonly error?: string | undefined
}

/** Choosing a password, behind a link that is good once. */
export function choosePasswordPage(view: ChoosePasswordView, page: PageContext): string {
  const { choosePassword, setup } = page.messages
  const { error, isReplacement } = view
  const body = html` <h1>${choosePassword.title}</h1>
    <p class="lead">
      ${isReplacement ? choosePassword.replacement(page.brandName) : choosePassword.sentence(page.brandName)}
    </p>
    ${error !== undefined && errorSummary(setup.summary, [{ name: 'password', text: error }])}
    <form method="post" action="${view.action}" id="choose-password" novalidate data-once>
      ${csrfField(view.csrfToken)}
      ${textField({
        name: 'username',
        label: choosePassword.account,
        value: view.username,
        autocomplete: 'username',
        isIdentifier: true,
        readonly: true,
      })}
      ${passwordField(
        {
          name: 'password',
          label: choosePassword.password,
          autocomplete: 'new-password',
          error,
          autofocus: true,
          hint: setup.passwordHint,
          minLength: 8,
          maxLength: 256,
        },
        page.messages,
      )}
      <button type="submit" class="primary" id="submit">${choosePassword.submit}</button>
    </form>`
  return documentPage({ title: choosePassword.title, hasErrors: error !== undefined, body }, page)
}
