/** A form of a page, with what it would send as it stands. */
export interface HtmlForm {
  id: string
  action: string
  /** Values of its inputs by name. */
  fields: Record<string, string>
}

/** A page as a person without a browser sees it. */
export interface HtmlPage {
  url: URL
  status: number
  headers: Headers
  html: string
  /** The text of its one `h1`. */
  heading: string
  forms: HtmlForm[]
}

/** Reads a hosted page: forms with `id`, inputs with `name` and `value`, as the pages promise them. */
export async function readPage(response: Response, url: URL): Promise<HtmlPage> {
  const html = await response.text()
  return {
    url,
    status: response.status,
    headers: response.headers,
    html,
    heading: textOf(/<h1[^>]*>([^]*?)<\/h1>/u.exec(html)?.[1] ?? ''),
    forms: [...html.matchAll(/<form\s([^>]*)>([^]*?)<\/form>/gu)].map(([, attributes = '', inside = '']) => ({
      id: attributesOf(attributes)['id'] ?? '',
      action: new URL(attributesOf(attributes)['action'] ?? '', url).href,
      fields: Object.fromEntries(
        [...inside.matchAll(/<input\s([^>]*)>/gu)]
          .map(([, input = '']) => attributesOf(input))
          .map(({ name, value }) => [name ?? '', value ?? '']),
      ),
    })),
  }
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([\w-]+)="([^"]*)"/gu)].map(([, name = '', value = '']) => [name, unescape(value)]),
  )
}

function textOf(markup: string): string {
  return unescape(markup.replace(/<[^>]*>/gu, ''))
    .replace(/\s+/gu, ' ')
    .trim()
}

function unescape(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/giu, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
    .replace(/&#(\d+);/gu, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}
