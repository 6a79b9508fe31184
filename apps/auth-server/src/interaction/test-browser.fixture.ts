import type { ClientRecord, NewUser, UserRecord } from '@gatehouse/data-access'
import { aUser } from '@gatehouse/testing'
import { PasswordHasher } from '../identity/password-hasher.js'
import { find } from '../pages/page-reader.fixture.js'
import { CODE_CHALLENGE, ISSUER, REDIRECT_URI, type TestingApp } from '../testing-app.fixture.js'

/** Password of every person that `somebody` makes. */
export const PASSWORD = 'correct horse battery staple'

/** What came back, as far as tests look at it. */
export type Seen = Awaited<ReturnType<TestingApp['get']>>

/** The authorization request of a client that does everything right; undefined leaves a parameter out. */
export function authorizePath(
  client: Pick<ClientRecord, 'clientId'>,
  change: Record<string, string | undefined> = {},
): string {
  const parameters = {
    client_id: client.clientId,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    scope: 'openid',
    state: 'the-state',
    code_challenge: CODE_CHALLENGE,
    code_challenge_method: 'S256',
    ...change,
  }
  const given = Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return `/oauth2/authorize?${new URLSearchParams(given).toString()}`
}

/** A person with a password. */
export async function somebody(test: TestingApp, change: Partial<NewUser> = {}): Promise<UserRecord> {
  return aUser(test.database, { passwordHash: await test.app.get(PasswordHasher).hash(PASSWORD), ...change })
}

/** The parameters with which the browser is sent to the client. */
export function outcomeOf({ statusCode, headers }: Seen): Record<string, string> {
  const location = String(headers['location'])
  if (statusCode !== 303 || !location.startsWith('https://'))
    throw new Error(`not at the client: ${location}`)
  return Object.fromEntries(new URL(location).searchParams)
}

/** A browser as far as the server can see: it keeps cookies, follows redirects within the server and posts forms. */
export class TestBrowser {
  readonly cookies = new Map<string, string>()
  /** Path of the page that is open. */
  path = ''

  /** @param origin where the browser believes to be */
  constructor(
    private readonly test: TestingApp,
    private readonly origin: string = ISSUER,
    private readonly headers: Record<string, string> = {},
  ) {}

  /** Opens a path and follows redirects while they stay at the server. */
  async open(path: string, headers: Record<string, string> = {}): Promise<Seen> {
    this.path = path
    return this.follow(await this.keep(this.test.get(path, { ...this.sent(), ...headers })))
  }

  /** Opens a path and looks at the first answer. */
  peek(path: string, headers: Record<string, string> = {}): Promise<Seen> {
    return this.keep(this.test.get(path, { ...this.sent(), ...headers }))
  }

  /** Posts the page's form whose action ends so, with its hidden fields and the given ones, and follows. */
  async submit(page: Seen, action: string, fields: Record<string, string> = {}): Promise<Seen> {
    return this.follow(await this.press(page, action, fields))
  }

  /** The same without following. */
  press(page: Seen, action: string, fields: Record<string, string> = {}): Promise<Seen> {
    const form = find(page.body, 'form').find(({ attributes }) => attributes['action']?.endsWith(action))
    if (!form) throw new Error(`no form ${action} on ${this.path}: ${page.statusCode}`)
    return this.post(form.attributes['action'] ?? '', { csrf: csrfOf(page), ...fields })
  }

  /** Posts a form of the caller's making, with the cookies and the own origin. */
  post(path: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Seen> {
    const origin = { origin: this.origin, 'sec-fetch-site': 'same-origin' }
    return this.keep(this.test.post(path, form, { ...origin, ...this.sent(), ...headers }))
  }

  signIn(page: Seen, username: string, password = PASSWORD): Promise<Seen> {
    return this.submit(page, '/sign-in', { username, password })
  }

  private sent(): Record<string, string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    return { ...this.headers, ...(cookie ? { cookie } : {}) }
  }

  private async follow(answer: Seen): Promise<Seen> {
    const location = answer.headers['location']
    if (answer.statusCode !== 303 || typeof location !== 'string' || !location.startsWith('/')) return answer
    return this.open(location)
  }

  private async keep(answer: PromiseLike<Seen>): Promise<Seen> {
    const seen = await answer
    for (const { name, value, maxAge } of seen.cookies) {
      if (maxAge === 0) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return seen
  }
}

/** The anti-forgery token that stands on the page. */
export function csrfOf({ body }: Seen): string {
  return (
    find(body, 'input').find(({ attributes }) => attributes['name'] === 'csrf')?.attributes['value'] ?? ''
  )
}
