import { html, type Html } from './html.js'

const uriLike = /^[a-z][a-z0-9+.-]*:\/\S*$/i

/**
 * The two URIs with the part marked in which they differ, so that a slash or a port is seen at once. Anything that
 * is not a pair of URIs comes back as plain text.
 */
export function markDifference(expected: string, got: string): readonly [Html, Html] {
  if (!uriLike.test(expected) || !uriLike.test(got) || expected === got) {
    return [html`${expected}`, html`${got}`]
  }
  const shortest = Math.min(expected.length, got.length)
  let start = 0
  while (start < shortest && expected[start] === got[start]) start += 1
  let end = 0
  while (end < shortest - start && expected.at(-1 - end) === got.at(-1 - end)) end += 1
  return [mark(expected, start, end), mark(got, start, end)]
}

function mark(text: string, start: number, end: number): Html {
  const differing = text.slice(start, text.length - end)
  const rest = text.slice(text.length - end)
  return html`${text.slice(0, start)}${differing !== '' && html`<mark>${differing}</mark>`}${rest}`
}
