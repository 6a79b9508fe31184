import { html } from './html.js'
import { documentPage, type PageContext } from './layout.page.js'
import { strong } from './page-parts.js'
import { displayHost, redirectTarget } from './uris.js'

/** The authorization response as a form. */
export interface FormPostView {
  /** The redirect URI of a trusted request. */
  readonly action: string
  /** The response parameters: `code`, `state`, `iss` … or `error` and its company. */
  readonly parameters: Readonly<Record<string, string>>
}

/**
 * Carries the authorization response to the client in a form that the script posts at once; without JavaScript the
 * button does.
 *
 * @throws RangeError when the action is not http, https or a private-use scheme
 * @see OAuth 2.0 Form Post Response Mode §2
 */
export function formPostPage(view: FormPostView, page: PageContext): string {
  const { handOver, common } = page.messages
  const inputs = Object.entries(view.parameters).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  )
  const body = html` <h1>${handOver.title}</h1>
    <p class="lead">${handOver.sentence(strong(displayHost(view.action)))}</p>
    <p>${handOver.stuck}</p>
    <form method="post" action="${redirectTarget(view.action)}" id="form-post" data-autosubmit>
      ${inputs}
      <button type="submit" class="primary" id="continue">${common.continue}</button>
    </form>`
  return documentPage({ title: handOver.title, submitsItself: true, body }, page)
}
