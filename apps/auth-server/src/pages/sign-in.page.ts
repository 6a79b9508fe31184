import { csrfField, errorSummary, passwordField, textField } from './form-fields.js'
import { html, type Html } from './html.js'
import { documentPage, type Display, type PageContext } from './layout.page.js'
import type { Messages } from './messages.js'
import { clientLogo, quietForm, strong } from './page-parts.js'

/** What the sign-in page shows. */
export interface SignInView {
  /** Where the form is posted: `csrf`, `username`, `password`. */
  readonly action: string
  readonly csrfToken: string
  readonly clientName?: string | undefined
  readonly clientLogoUri?: string | undefined
  /** Filled in: `login_hint`, what was typed before, or the account that must sign in again. */
  readonly username: string
  /** The same for an unknown, locked or suspended account as for a wrong password. */
  readonly error?: 'mismatch' | 'throttled' | 'missing' | undefined
  /** With `throttled`: seconds until the next try is heard. */
  readonly retryAfterSeconds?: number | undefined
  /** Marked as wrong; the first of them gets the focus. */
  readonly invalidFields: readonly ('username' | 'password')[]
  readonly display?: Display | undefined
  /** Whether the person is signed in already and must show it again (`prompt=login`, `max_age`). */
  readonly reauthentication: boolean
  /** With reauthentication: where `decision=another` is posted. */
  readonly useAnotherAction?: string | undefined
  /** Where `decision=cancel` is posted, which ends in `access_denied`. */
  readonly cancelAction?: string | undefined
}

/**
 * Sign in with a login name and a password, both on one page.
 *
 * @see OIDC Core §3.1.2.3 (authorization server authenticates end-user), §3.1.2.1 (`login_hint`, `display`)
 */
export function signInPage(view: SignInView, page: PageContext): string {
  const { signIn, common } = page.messages
  const heading = view.reauthentication ? signIn.titleAgain : signIn.title
  const another = view.reauthentication && view.useAnotherAction
  const body = html` ${clientLogo(view.clientLogoUri)}
    <h1>${heading}</h1>
    ${leadSentence(view, page.messages)} ${summary(view, page.messages)}
    <form method="post" action="${view.action}" id="sign-in" novalidate data-once>
      ${csrfField(view.csrfToken)} ${fields(view, page.messages)}
      <button type="submit" class="primary" id="submit">${signIn.submit}</button>
    </form>
    ${
      (another || view.cancelAction) &&
      html`<div class="other-ways">
        ${another && quietForm({ action: another, csrfToken: view.csrfToken, decision: 'another', label: common.useAnotherAccount })}
        ${view.cancelAction && quietForm({ action: view.cancelAction, csrfToken: view.csrfToken, decision: 'cancel', label: common.cancel })}
      </div>`
    }`
  return documentPage(
    { title: heading, hasErrors: view.error !== undefined, display: view.display, body },
    page,
  )
}

function leadSentence(view: SignInView, { signIn }: Messages): Html | undefined {
  if (view.clientName) return html`<p class="lead">${signIn.toContinueTo(strong(view.clientName))}</p>`
  return view.reauthentication ? html`<p class="lead">${signIn.again}</p>` : undefined
}

function fields(view: SignInView, messages: Messages): Html {
  const { signIn } = messages
  const focus =
    view.invalidFields[0] ?? (view.reauthentication || view.username !== '' ? 'password' : 'username')
  const state = (name: 'username' | 'password', missing: string) => {
    const invalid = view.invalidFields.includes(name)
    return {
      name,
      invalid,
      autofocus: focus === name,
      error: invalid && view.error === 'missing' ? missing : undefined,
      describedBy: invalid && view.error !== undefined && view.error !== 'missing' && 'error-summary',
    } as const
  }
  return html`${textField({
    ...state('username', signIn.usernameMissing),
    label: signIn.username,
    value: view.username,
    autocomplete: 'username webauthn',
    isIdentifier: true,
    readonly: view.reauthentication,
  })}
  ${passwordField(
    {
      ...state('password', signIn.passwordMissing),
      label: signIn.password,
      autocomplete: 'current-password',
    },
    messages,
  )}`
}

function summary(view: SignInView, { signIn }: Messages): Html | undefined {
  switch (view.error) {
    case undefined:
      return undefined
    case 'mismatch':
      return errorSummary(signIn.mismatch)
    case 'throttled': {
      const seconds = view.retryAfterSeconds
      return errorSummary(seconds === undefined ? signIn.throttledForAWhile : signIn.throttled(seconds))
    }
    case 'missing': {
      const text = { username: signIn.usernameMissing, password: signIn.passwordMissing }
      return errorSummary(
        signIn.missing,
        view.invalidFields.map((name) => ({ name, text: text[name] })),
      )
    }
  }
}
