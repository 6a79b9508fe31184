import { html, raw, type Html } from './html.js'

/** The Gatehouse mark: battlements and an open gate. Decorative, the brand's name stands beside it. */
export const brandMark: Html = raw`<svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false"><rect class="mark-ground" width="32" height="32" rx="8"/><path class="mark-shape" d="M7 7v18h5.5v-5.5a3.5 3.5 0 0 1 7 0V25H25V7h-4v3h-3V7h-4v3h-3V7z"/></svg>`

const shapes = {
  alert: raw`<circle cx="12" cy="12" r="9"/><path d="M12 7.5v5.5M12 16.5v.01"/>`,
  check: raw`<circle cx="12" cy="12" r="9"/><path d="m8.5 12.2 2.4 2.4 4.7-5"/>`,
  arrow: raw`<path d="M5 12h14M13 6l6 6-6 6"/>`,
  copy: raw`<rect x="9" y="9" width="11" height="11" rx="2.5"/><path d="M15 9V6.5A2.5 2.5 0 0 0 12.5 4h-6A2.5 2.5 0 0 0 4 6.5v6A2.5 2.5 0 0 0 6.5 15H9"/>`,
  switch: raw`<circle cx="10" cy="8" r="4"/><path d="M3.5 20a6.5 6.5 0 0 1 9-6M15 17h6M18 14v6"/>`,
  shield: raw`<path d="M12 3.5 5 6v5.5c0 4.2 2.9 7.5 7 9 4.1-1.5 7-4.8 7-9V6z"/><path d="M12 8.5v4M12 15.5v.01"/>`,
  out: raw`<path d="M14 5h5v5M19 5l-8 8M17 14v4a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1h4"/>`,
}

/** A line icon in the colour of the text around it; always decorative, a word stands beside it. */
export function icon(name: keyof typeof shapes): Html {
  return html`<svg
    class="icon"
    viewBox="0 0 24 24"
    width="20"
    height="20"
    aria-hidden="true"
    focusable="false"
  >
    ${shapes[name]}
  </svg>`
}
