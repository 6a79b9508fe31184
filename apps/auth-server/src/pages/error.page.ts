import { markDifference } from './difference.js'
import { html, type Html } from './html.js'
import { icon } from './icons.js'
import { documentPage, type PageContext } from './layout.page.js'
import type { Messages } from './messages.js'
import { webUri } from './uris.js'

/** What a failure record tells a developer. Only given outside production, or to a signed-in admin. */
export interface ErrorDetails {
  readonly rule: string
  readonly expected: string
  /** What came, with secrets and tokens already removed. */
  readonly got: string
  readonly mend: string
  /** Section of the standard, for example `RFC 6749 §3.1.2.4`. */
  readonly reference: string
}

/** What an error page shows. `title`, `sentence` and `advice` come from `messages.errors` or from the caller. */
export interface ErrorView {
  readonly title: string
  readonly sentence: string
  readonly advice?: string | undefined
  /** The error code of the RFC, for example `invalid_request`. */
  readonly code: string
  readonly traceId: string
  /** Where the app can be found again: never the redirect URI of a request that was not trusted. */
  readonly backUri?: string | undefined
  readonly details?: ErrorDetails | undefined
}

/**
 * Tells the person what happened and what to do, with the code and the trace id to pass on.
 *
 * @see RFC 6749 §4.1.2.1 (the person is informed and *not* redirected when client or redirect URI is wrong)
 */
export function errorPage(view: ErrorView, page: PageContext): string {
  const { errorPage: words, common } = page.messages
  const back = webUri(view.backUri)
  const body = html` <span class="emblem red">${icon('alert')}</span>
    <h1>${view.title}</h1>
    <p class="lead">${view.sentence}</p>
    ${view.advice && html`<p>${view.advice}</p>`}
    ${back && html`<a class="button primary" id="back" href="${back}">${words.back}</a>`}
    <div class="facts">
      <dl id="error-facts">
        <div>
          <dt>${words.code}</dt>
          <dd><code id="error-code">${view.code}</code></dd>
        </div>
        <div>
          <dt>${words.traceId}</dt>
          <dd><code id="trace-id">${view.traceId}</code></dd>
        </div>
      </dl>
      <button
        type="button"
        class="copy"
        id="copy-facts"
        data-copy="error-code trace-id"
        data-copied="${common.copied}"
        aria-label="${words.copyDetails}"
        hidden
      >
        ${icon('copy')}<span>${common.copy}</span>
      </button>
      <span class="visually-hidden" id="copy-facts-status" role="status"></span>
    </div>
    ${view.details && developerDetails(view.details, page.messages)}`
  return documentPage({ title: view.title, body }, page)
}

function developerDetails(details: ErrorDetails, { errorPage: words }: Messages): Html {
  const [expected, got] = markDifference(details.expected, details.got)
  const rows: readonly (readonly [string, string | Html])[] = [
    [words.rule, details.rule],
    [words.expected, details.expected && html`<code>${expected}</code>`],
    [words.got, details.got && html`<code>${got}</code>`],
    [words.mend, details.mend],
    [words.reference, details.reference],
  ]
  return html`<section class="details" aria-labelledby="details-title">
    <h2 id="details-title">${words.forDevelopers}</h2>
    <dl>
      ${rows
        .filter(([, text]) => text !== '')
        .map(
          ([term, text]) =>
            html`<div>
              <dt>${term}</dt>
              <dd>${text}</dd>
            </div>`,
        )}
    </dl>
    <p class="note">${words.onlyHere}</p>
  </section>`
}
