import { html } from './html.js'
import { icon } from './icons.js'
import { documentPage, type PageContext } from './layout.page.js'
import { webUri } from './uris.js'

/** What the page shows after the session has ended. */
export interface SignedOutView {
  readonly clientName?: string | undefined
  /** The app's home page, or a registered `post_logout_redirect_uri`. */
  readonly backUri?: string | undefined
}

/** Says that the session has ended. @see OpenID Connect RP-Initiated Logout 1.0 §4 */
export function signedOutPage(view: SignedOutView, page: PageContext): string {
  const { signedOut } = page.messages
  const back = webUri(view.backUri)
  const label = view.clientName === undefined ? signedOut.backUnnamed : signedOut.back(view.clientName)
  const body = html` <span class="emblem teal">${icon('check')}</span>
    <h1>${signedOut.title}</h1>
    <p class="lead">${signedOut.sentence}</p>
    ${back && html`<a class="button secondary" id="back" href="${back}">${label}</a>`}`
  return documentPage({ title: signedOut.title, body }, page)
}
