import { html, raw, type Html } from './html.js'
import { brandMark } from './icons.js'
import type { Messages } from './messages.js'
import { webUri } from './uris.js'

/** What every hosted page needs beside its own view. */
export interface PageContext {
  /** The name of the product as people see it, for example `Gatehouse`. */
  readonly brandName: string
  /** The language of the page, from `messagesFor`. */
  readonly messages: Messages
  /** Path under which `pages.css`, `pages.js` and the rest are served, no slash at the end. Default `/assets`. */
  readonly assetsPath?: string | undefined
  /** Links under the card, such as privacy and help. Default none. */
  readonly footerLinks?: readonly { readonly label: string; readonly uri: string }[] | undefined
}

const styleSheets = ['theme', 'pages', 'forms', 'parts', 'adapt'] as const

/** How the client wants the page shown. @see OIDC Core §3.1.2.1 (`display`) */
export type Display = 'page' | 'popup' | 'touch' | 'wap'

/** The parts of one page that the layout puts in place. */
export interface PageParts {
  /** What the page is about, in plain text; the brand is added behind it. */
  readonly title: string
  /** Whether the person has something to correct, which the title then says first. */
  readonly hasErrors?: boolean
  readonly display?: Display | undefined
  /** Where the browser goes by itself, without a script: already checked by `redirectTarget`. */
  readonly refreshUri?: string | undefined
  /** Whether a script posts the page's form at once (OAuth 2.0 Form Post Response Mode). */
  readonly submitsItself?: boolean
  /** The content of `main`, with the one `h1` of the page. */
  readonly body: Html
}

/**
 * The whole document. *Never* holds an inline script, style or handler, so the pages live under a policy without
 * `unsafe-inline` and without a nonce.
 */
export function documentPage(parts: PageParts, page: PageContext): string {
  const { messages } = page
  const assets = page.assetsPath ?? '/assets'
  const title = `${parts.hasErrors ? messages.common.errorPrefix : ''}${parts.title} · ${page.brandName}`
  return html`<!doctype html>
    <html lang="${messages.lang}" dir="${messages.dir}" data-display="${parts.display ?? 'page'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        ${parts.refreshUri && html`<meta http-equiv="refresh" content="0;url=${parts.refreshUri}" />`}
        <title>${title}</title>
        <link rel="icon" href="${assets}/logo.svg" type="image/svg+xml" />
        ${styleSheets.map((name) => html`<link rel="stylesheet" href="${assets}/${name}.css" />`)}
        <script type="module" src="${assets}/pages.js"></script>
        ${parts.submitsItself && html`<script defer src="${assets}/auto-submit.js"></script>`}
      </head>
      <body>
        <div class="stage">
          <div class="card">
            <header class="brand">${brandMark}<span>${page.brandName}</span></header>
            <main>${parts.body}</main>
          </div>
        </div>
        ${footer(page)}
      </body>
    </html>`.markup
}

function footer({ footerLinks = [], messages }: PageContext): Html {
  const links = footerLinks.filter(({ uri }) => /^\/(?!\/)/.test(uri) || webUri(uri) !== undefined)
  if (links.length === 0) return raw``
  return html`<footer class="footer">
    <nav aria-label="${messages.common.footer}">
      ${links.map(({ label, uri }) => html`<a href="${uri}">${label}</a>`)}
    </nav>
  </footer>`
}
