import { html } from './html.js'
import { documentPage, type PageContext } from './layout.page.js'
import { strong } from './page-parts.js'
import { displayHost, redirectTarget } from './uris.js'

/** The authorization response as an address. */
export interface RedirectView {
  /** The redirect URI of a trusted request, with the response parameters. */
  readonly uri: string
}

/**
 * Leads to a native app by a refresh in the head, because `form-action` blocks a redirect to a private-use scheme
 * that follows a posted form. The link serves where the browser wants a tap.
 *
 * @throws RangeError when the URI is not http, https or a private-use scheme
 * @see RFC 8252 §7.1 (private-use URI scheme redirection)
 */
export function redirectPage(view: RedirectView, page: PageContext): string {
  const { handOver } = page.messages
  const uri = redirectTarget(view.uri)
  const body = html` <h1>${handOver.title}</h1>
    <p class="lead">${handOver.sentence(strong(displayHost(uri)))}</p>
    <a class="button primary" id="continue" href="${uri}">${handOver.openApp}</a>
    <p class="note">${handOver.close}</p>`
  return documentPage({ title: handOver.title, refreshUri: uri, body }, page)
}
