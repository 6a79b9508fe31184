import { csrfField } from './form-fields.js'
import { html } from './html.js'
import { icon } from './icons.js'
import { documentPage, type Display, type PageContext } from './layout.page.js'
import { accountBadge, clientLogo, strong, type AccountBadge } from './page-parts.js'

/** What the page of `prompt=select_account` shows. */
export interface SelectAccountView {
  /** Where the form is posted: `csrf` and `decision`, which is `continue` or `another`. */
  readonly action: string
  readonly csrfToken: string
  readonly clientName?: string | undefined
  readonly clientLogoUri?: string | undefined
  readonly account: AccountBadge
  readonly display?: Display | undefined
}

/**
 * Shows the account that is signed in here, and lets the person go on with it or sign in with another one.
 *
 * @see OIDC Core §3.1.2.1 (`prompt=select_account`)
 */
export function selectAccountPage(view: SelectAccountView, page: PageContext): string {
  const { selectAccount, signIn, common } = page.messages
  const body = html` ${clientLogo(view.clientLogoUri)}
    <h1>${selectAccount.title}</h1>
    ${view.clientName && html`<p class="lead">${signIn.toContinueTo(strong(view.clientName))}</p>`}
    <form method="post" action="${view.action}" id="select-account" class="choices" data-once>
      ${csrfField(view.csrfToken)}
      <button type="submit" class="choice" name="decision" id="decision-continue" value="continue" autofocus>
        ${accountBadge(view.account, selectAccount.continueAs)}${icon('arrow')}
      </button>
      <button type="submit" class="choice" name="decision" id="decision-another" value="another">
        <span class="avatar plain" aria-hidden="true">${icon('switch')}</span
        ><span class="account-label">${common.useAnotherAccount}</span>
      </button>
    </form>`
  return documentPage({ title: selectAccount.title, display: view.display, body }, page)
}
