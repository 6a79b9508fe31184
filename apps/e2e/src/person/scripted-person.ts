import { CookieJar } from './cookie-jar.js'
import { readPage, type HtmlForm, type HtmlPage } from './html-page.js'

/** What a person types at the sign-in page. */
export interface Credentials {
  username: string
  password: string
}

/** How a person's way through the hosted pages ended. */
export interface Ending {
  /** Ids of the main forms that were met on the way, such as `sign-in` and `consent`. */
  steps: string[]
  /** Every page that was shown on the way. */
  pages: HtmlPage[]
  /** Where the browser was sent away to: the client's address with the response. */
  redirect?: URL
  /** The page that leads on by a form to the client (Form Post Response Mode §2). */
  formPost?: HtmlForm
}

/** Carries a request to where the server really is. */
export type Transport = (url: URL, init: RequestInit) => Promise<Response>

/** How a person goes about it. */
export interface Manner {
  consent?: 'allow' | 'deny'
  /** Stops before this form is sent. */
  stopsAt?: string
}

/**
 * A person with a browser that runs no script: keeps cookies, follows redirects within the authorization server, fills
 * in the forms of the hosted pages. One instance is one browser.
 */
export class ScriptedPerson {
  private readonly cookies = new CookieJar()

  /** @param transport how requests reach the server; default: as they are */
  constructor(
    private readonly issuer: string,
    readonly credentials: Credentials,
    private readonly transport: Transport = fetch,
  ) {}

  /** The same person in a browser of their own, signed in nowhere. */
  inNewBrowser(): ScriptedPerson {
    return new ScriptedPerson(this.issuer, this.credentials, this.transport)
  }

  /** Opens an address, by POST where there is a body, and goes on until the browser is sent away or there is nothing to do. */
  async follow(url: URL, manner: Manner = {}, body?: URLSearchParams): Promise<Ending> {
    const ending: Ending = { steps: [], pages: [] }
    let at = url
    let response = await this.request(at, body)
    for (let clicks = 0; clicks < 12; clicks++) {
      const location = response.headers.get('location')
      if (location !== null) {
        at = new URL(location, at)
        if (at.origin !== new URL(this.issuer).origin) return { ...ending, redirect: at }
        response = await this.request(at)
        continue
      }
      const page = await readPage(response, at)
      ending.pages.push(page)
      const form = page.forms.find(({ id }) => id !== '')
      if (!form) return ending
      if (form.id === 'form-post') return { ...ending, formPost: form }
      ending.steps.push(form.id)
      if (form.id === manner.stopsAt) return ending
      at = new URL(form.action)
      response = await this.request(at, new URLSearchParams({ ...form.fields, ...this.answer(form, manner) }))
    }
    throw new Error(`The way does not end: ${ending.steps.join(', ')}`)
  }

  /** One request of this browser, with its cookies. */
  async request(url: URL, body?: URLSearchParams): Promise<Response> {
    const headers = { cookie: this.cookies.header, accept: 'text/html', 'accept-language': 'en' }
    const response = await this.transport(url, {
      redirect: 'manual',
      headers: body === undefined ? headers : { ...headers, origin: this.issuer },
      ...(body === undefined ? {} : { method: 'POST', body }),
    })
    this.cookies.keep(response)
    return response
  }

  private answer(form: HtmlForm, manner: Manner): Record<string, string> {
    switch (form.id) {
      case 'sign-in':
        return { ...this.credentials }
      case 'consent':
        return { decision: manner.consent ?? 'allow' }
      case 'select-account':
        return { decision: 'continue' }
      case 'sign-out':
        return { decision: 'sign-out' }
      default:
        throw new Error(`A person does not know what to do with the form ${form.id}`)
    }
  }
}
