import { csrfField } from './form-fields.js'
import { html } from './html.js'
import { documentPage, type PageContext } from './layout.page.js'
import { accountBadge, strong, type AccountBadge } from './page-parts.js'

/** What the page shows that asks before a session ends. */
export interface SignOutView {
  /** Where the form is posted: `csrf` and `decision`, which is `sign-out` or `stay`. */
  readonly action: string
  readonly csrfToken: string
  readonly clientName?: string | undefined
  readonly account?: AccountBadge | undefined
}

/**
 * Asks whether the person wants to sign out, which the server must do when no ID token of theirs came as a hint.
 *
 * @see OpenID Connect RP-Initiated Logout 1.0 §2, §6 (a request without a valid `id_token_hint` may be an attack)
 */
export function signOutPage(view: SignOutView, page: PageContext): string {
  const { signOut, common } = page.messages
  const body = html` ${view.account && html`<div class="account"><span class="pill">${accountBadge(view.account, common.signedInAs)}</span></div>`}
    <h1>${signOut.title}</h1>
    ${view.clientName && html`<p class="lead">${signOut.askedBy(strong(view.clientName))}</p>`}
    <p>${signOut.sentence(page.brandName)}</p>
    <form method="post" action="${view.action}" id="sign-out" data-once>
      ${csrfField(view.csrfToken)}
      <div class="pair">
        <button type="submit" class="secondary" name="decision" id="decision-stay" value="stay">
          ${signOut.stay}
        </button>
        <button type="submit" class="primary" name="decision" id="decision-sign-out" value="sign-out">
          ${signOut.submit}
        </button>
      </div>
    </form>`
  return documentPage({ title: signOut.title, body }, page)
}
