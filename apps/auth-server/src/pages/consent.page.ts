import { csrfField } from './form-fields.js'
import { html, type Html } from './html.js'
import { icon } from './icons.js'
import { documentPage, type Display, type PageContext } from './layout.page.js'
import type { Messages } from './messages.js'
import { accountBadge, clientLogo, newTabLink, quietForm, strong, type AccountBadge } from './page-parts.js'
import { webUri } from './uris.js'

/** One thing that the app asks for. */
export interface ConsentScope {
  /** The scope as the protocol writes it. */
  readonly name: string
  /** What it lets the app do, in words and in the person's language. */
  readonly text: string
  /** The API that the scope belongs to, if it is not the person's own profile. */
  readonly resourceName?: string | undefined
  /** Whether the person has not granted it to this app before. */
  readonly isNew: boolean
  readonly sensitive: boolean
}

/** What the consent page shows. */
export interface ConsentView {
  /** Where the form is posted: `csrf` and `decision`, which is `allow` or `deny`. */
  readonly action: string
  readonly csrfToken: string
  readonly clientName: string
  readonly clientLogoUri?: string | undefined
  readonly clientUri?: string | undefined
  readonly policyUri?: string | undefined
  readonly tosUri?: string | undefined
  readonly account: AccountBadge
  readonly scopes: readonly ConsentScope[]
  /** The host of the redirect URI, so that the person sees where they go. */
  readonly destinationHost: string
  /** Where `decision=another` is posted. */
  readonly useAnotherAction: string
  readonly display?: Display | undefined
}

/**
 * Asks whether the app may have what it asks for. Cancel and allow are of one size, and cancel is first in the order
 * of keys.
 *
 * @see OIDC Core §3.1.2.4 (obtains end-user consent), RFC 6749 §4.1.2.1 (`access_denied`)
 */
export function consentPage(view: ConsentView, page: PageContext): string {
  const { messages } = page
  const { consent, common } = messages
  const body = html` <div class="account">
      <span class="pill">${accountBadge(view.account, common.signedInAs)}</span>
      ${quietForm({ action: view.useAnotherAction, csrfToken: view.csrfToken, decision: 'another', label: common.useAnotherAccount })}
    </div>
    ${clientLogo(view.clientLogoUri)}
    <h1>${consent.heading(strong(view.clientName))}</h1>
    <ul class="scopes" aria-label="${consent.scopes}">
      ${view.scopes.map((scope) => scopeItem(scope, messages))}
    </ul>
    <form method="post" action="${view.action}" id="consent" data-once>
      ${csrfField(view.csrfToken)}
      <div class="pair">
        <button type="submit" class="secondary" name="decision" id="decision-deny" value="deny">
          ${consent.cancel}
        </button>
        <button type="submit" class="primary" name="decision" id="decision-allow" value="allow">
          ${consent.allow}
        </button>
      </div>
    </form>
    <p class="note">${consent.destination(strong(view.destinationHost))}</p>
    ${clientLinks(view, messages)}`
  return documentPage({ title: consent.title(view.clientName), display: view.display, body }, page)
}

function scopeItem(scope: ConsentScope, { consent }: Messages): Html {
  return html`<li>
    <div class="scope-words">
      <span class="scope-text">${scope.text}</span>
      <span class="scope-name"
        ><code>${scope.name}</code>${scope.resourceName && html` · ${scope.resourceName}`}</span
      >
    </div>
    <div class="badges">
      ${scope.isNew && html`<span class="badge teal"><span class="dot"></span>${consent.isNew}</span>`}
      ${scope.sensitive && html`<span class="badge amber">${icon('shield')}${consent.sensitive}</span>`}
    </div>
  </li>`
}

function clientLinks(view: ConsentView, messages: Messages): Html | undefined {
  const { consent } = messages
  const links = [
    [view.clientUri, consent.website],
    [view.policyUri, consent.privacy],
    [view.tosUri, consent.terms],
  ] as const
  const items = links.flatMap(([uri, label]) => {
    const checked = webUri(uri)
    return checked === undefined ? [] : [newTabLink(checked, label, messages)]
  })
  if (items.length === 0) return undefined
  return html`<nav class="client-links" aria-label="${consent.about(view.clientName)}">${items}</nav>`
}
