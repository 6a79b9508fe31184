import { createHash, randomBytes } from 'node:crypto'

const REDIRECT_URI = 'http://127.0.0.1/callback'
const MOST_PAGES = 10

/** A person with a browser that runs no script, who signs in and out through the hosted pages. */
export class Person {
  #cookies = new Map()
  #server
  #credentials

  /** @param {import('./calls.mjs').ServerCalls} server @param {{ username: string, password: string }} credentials */
  constructor(server, credentials) {
    this.#server = server
    this.#credentials = credentials
  }

  /**
   * Signs in for the client (RFC 6749 §4.1, PKCE).
   * @param {string} resource
   * @returns {Promise<{ accessToken: string, idToken: string }>}
   */
  async signIn(resource) {
    const verifier = randomBytes(32).toString('base64url')
    const url = new URL(`${this.#server.issuer}/oauth2/authorize`)
    url.search = new URLSearchParams({
      ...{ response_type: 'code', client_id: this.#server.clientId, redirect_uri: REDIRECT_URI, resource },
      ...{ scope: 'openid accounts:read', state: 's', code_challenge_method: 'S256' },
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    }).toString()
    const code = (await this.#follow(url))?.searchParams.get('code')
    if (!code) throw new Error('The sign-in ended without a code')
    const form = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: REDIRECT_URI,
      code_verifier: verifier,
    }
    const { access_token: accessToken, id_token: idToken } = await this.#server.token(form)
    return { accessToken, idToken }
  }

  /** Ends the session (RP-Initiated Logout §2). @param {string} idToken */
  async signOut(idToken) {
    const url = new URL(`${this.#server.issuer}/oauth2/logout`)
    url.search = new URLSearchParams({ id_token_hint: idToken }).toString()
    await this.#follow(url)
  }

  /** Fills in forms until the browser is sent away or there is nothing to do. @param {URL} url */
  async #follow(url) {
    let at = url
    let response = await this.#request(at)
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const location = response.headers.get('location')
      if (location) {
        at = new URL(location, at)
        if (at.origin !== new URL(this.#server.issuer).origin) return at
        response = await this.#request(at)
        continue
      }
      const html = await response.text()
      const form = /<form\s([^>]*\bid="(sign-in|consent|sign-out)"[^>]*)>([^]*?)<\/form>/u.exec(html)
      if (!form) return undefined
      const [, attributes = '', id = '', inside = ''] = form
      const hidden = [...inside.matchAll(/<input\s([^>]*)>/gu)].map(([, input = '']) => [
        /\bname="([^"]*)"/u.exec(input)?.[1] ?? '',
        /\bvalue="([^"]*)"/u.exec(input)?.[1] ?? '',
      ])
      at = new URL((/\baction="([^"]*)"/u.exec(attributes)?.[1] ?? '').replaceAll('&amp;', '&'), at)
      const body = new URLSearchParams({ ...Object.fromEntries(hidden), ...this.#answer(id) })
      response = await this.#request(at, body)
    }
    throw new Error('The way through the pages does not end')
  }

  /** @param {string} form @returns {Record<string, string>} */
  #answer(form) {
    if (form === 'sign-in') return { ...this.#credentials }
    return { decision: form === 'consent' ? 'allow' : 'sign-out' }
  }

  /** @param {URL} url @param {URLSearchParams} [body] */
  async #request(url, body) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie, accept: 'text/html', ...(body ? { origin: this.#server.issuer } : {}) },
      ...(body ? { method: 'POST', body } : {}),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? []
      if (/max-age=0/iu.test(line)) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    return response
  }
}
