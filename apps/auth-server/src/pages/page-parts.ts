import { csrfField } from './form-fields.js'
import { html, raw, type Html } from './html.js'
import { icon } from './icons.js'
import type { Messages } from './messages.js'
import { pictureUri } from './uris.js'

/** The signed-in person as a page shows them. */
export interface AccountBadge {
  /** What the person signs in with, or their name. */
  readonly label: string
  /** One or two letters for the round picture. */
  readonly initials: string
}

/** A name that stands out in a sentence. */
export function strong(text: string): Html {
  return html`<strong>${text}</strong>`
}

/** The round picture and the label of an account. */
export function accountBadge({ label, initials }: AccountBadge, prefix: string): Html {
  return html`<span class="avatar" aria-hidden="true">${initials}</span
    ><span class="account-label"><span class="visually-hidden">${prefix} </span>${label}</span>`
}

/** The app's own picture beside the page's title, when it has one at an https address. */
export function clientLogo(uri: string | undefined): Html {
  const picture = pictureUri(uri)
  if (picture === undefined) return raw``
  return html`<img
    class="client-logo"
    src="${picture}"
    alt=""
    width="48"
    height="48"
    referrerpolicy="no-referrer"
  />`
}

/** A form with nothing but one quiet button, so that Enter in the main form never presses it. */
export function quietForm(form: {
  readonly action: string
  readonly csrfToken: string
  readonly decision: string
  readonly label: string
}): Html {
  return html`<form class="quiet" method="post" action="${form.action}" data-once>
    ${csrfField(form.csrfToken, `-${form.decision}`)}
    <button
      type="submit"
      class="link"
      name="decision"
      id="decision-${form.decision}"
      value="${form.decision}"
    >
      ${form.label}
    </button>
  </form>`
}

/** A link that leaves the flow open: it gets its own tab, and says so. */
export function newTabLink(uri: string, label: string, { common }: Messages): Html {
  return html`<a href="${uri}" target="_blank" rel="noopener noreferrer"
    >${label}${icon('out')}<span class="visually-hidden"> ${common.newTab}</span></a
  >`
}
