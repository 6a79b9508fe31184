import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { existsSync } from 'node:fs'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { failedStart, isBuilt, startConsole, type RunningConsole } from './running-console'
import { TestProvider } from './test-provider'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const missing =
  CHROMIUM === undefined ? 'Chromium' : isBuilt ? undefined : 'the built console (npm run build)'
if (missing !== undefined) {
  if (process.env['CI']) throw new Error(`console.e2e-spec needs ${missing}`)
  process.stderr.write(`SKIPPED: console.e2e-spec needs ${missing}\n`)
}

const client = { id: 'admin-console', secret: 'test-client-secret' }
const SECRET = 'a secret of the console with 32+ characters'

const wherePossible = missing === undefined ? describe : describe.skip // never in CI: it threw above

wherePossible('console in a browser', () => {
  let provider: TestProvider
  let running: RunningConsole
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    provider = await TestProvider.start(client)
    running = await startConsole({
      GATEHOUSE_ISSUER: provider.issuer,
      GATEHOUSE_CONSOLE_CLIENT_SECRET: client.secret,
      GATEHOUSE_CONSOLE_SECRET: SECRET,
    })
    browser = await chromium.launch({
      executablePath: CHROMIUM!,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    })
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await running?.stop()
    await provider?.stop()
  })

  beforeEach(async () => {
    context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } })
    page = await context.newPage()
    page.setDefaultTimeout(10_000)
    complaints = []
    page.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type())) return
      complaints.push(`${message.text()} ${message.location().url}`.trim()) // a 404 without its address tells nothing
    })
    page.on('pageerror', (error) => complaints.push(error.message))
  })
  afterEach(async () => {
    for (const name of Object.keys(provider.misbehaviour)) Reflect.deleteProperty(provider.misbehaviour, name)
    provider.accessTokenSeconds = 900
    await context.close()
  })

  const heading = () => page.getByRole('heading', { level: 1 })
  const sessionCookie = async () => (await context.cookies()).find(({ name }) => name === 'gatehouse-console')

  it('signs in by code and PKCE, shows who it is, and signs out there too (OIDC Core §3.1, RP-Initiated Logout §2)', async () => {
    await page.goto(`${running.localUrl}/account?from=bookmark`)
    await page.getByText('ada.lovelace@example.test').first().waitFor()
    expect(page.url()).toBe(`${running.localUrl}/account?from=bookmark`)
    expect(await heading().textContent()).toBe('Your session')
    expect(await page.getByText('owner').count()).toBe(1)

    await page.getByRole('button', { name: 'Account of Ada Lovelace' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.waitForURL(`${running.localUrl}/signed-out`)
    expect(await heading().textContent()).toBe('You are signed out')
    expect(await sessionCookie()).toBeUndefined()
    expect(provider.signOuts.at(-1)?.get('id_token_hint')).toMatch(/^ey/)
    expect(provider.requests).toContain('POST /revoke')
    expect(complaints).toEqual([])
  })

  it('breaks no rule of its content policy with menus, drawer, theme and language in use (CSP Level 3 §6)', async () => {
    await page.goto(running.localUrl)
    await page.getByRole('button', { name: 'Colour scheme' }).click()
    await page.getByRole('menuitemradio', { name: 'Dark' }).click()
    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark')
    await page.getByRole('button', { name: /^Account of/ }).click()
    await page.getByRole('menuitemradio', { name: 'Deutsch' }).click()
    await page.getByRole('heading', { level: 1, name: 'Übersicht' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('de')
    await page.setViewportSize({ width: 600, height: 800 })
    await page.getByRole('button', { name: 'Navigation öffnen' }).click()
    await page.getByRole('dialog').getByRole('link', { name: 'Übersicht' }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.reload()
    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark')
    expect(complaints).toEqual([])
  })

  it('gives the browser no token, in no page, script, store or log', async () => {
    const bodies: string[] = []
    page.on(
      'response',
      (response) =>
        void response.text().then(
          (text) => bodies.push(text),
          () => undefined,
        ),
    )
    await page.goto(`${running.localUrl}/account`)
    await page.getByText('Ada Lovelace').first().waitFor()
    bodies.push(await page.content(), JSON.stringify(await context.storageState()), running.output())
    const seen = bodies.join('\n')
    for (const secret of [...provider.issuedTokens, client.secret, SECRET]) expect(seen).not.toContain(secret)
  })

  it('keeps the session in one HttpOnly, Lax cookie and changes its id at each sign-in (session fixation)', async () => {
    await context.addCookies([
      { name: 'gatehouse-console', value: 'planted-by-an-attacker', url: running.localUrl },
    ])
    await page.goto(running.localUrl)
    const first = await sessionCookie()
    expect(first).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
    expect(first?.value).not.toBe('planted-by-an-attacker')
    await page.goto(`${running.localUrl}/auth/sign-in`)
    const second = await sessionCookie()
    expect(second?.value).not.toBe(first?.value)
    await context.addCookies([{ name: 'gatehouse-console', value: first!.value, url: running.localUrl }])
    const answer = await context.request.get(running.localUrl, { maxRedirects: 0 })
    expect(answer.headers()['location'] ?? (await answer.text())).toContain('/auth/sign-in')
    expect((await context.cookies()).filter(({ name }) => name.includes('sign-in'))).toEqual([])
  })

  it('explains a state of another sign-in and begins no session (RFC 6749 §10.12)', async () => {
    await page.goto(
      `${running.localUrl}/auth/callback?code=stolen&state=unknown-state&iss=${provider.issuer}`,
    )
    expect(await heading().textContent()).toBe('Signing in did not work')
    expect(await page.getByRole('alert').first().textContent()).toContain('another browser')
    expect(await page.getByText('state_mismatch').count()).toBe(1)
    expect(await sessionCookie()).toBeUndefined()
    expect(complaints).toEqual([])
  })

  it.each([
    [
      'the issuer in the response is another (RFC 9207 §2.4)',
      { issuerInResponse: 'https://evil.example' },
      'response_invalid',
    ],
    ['the nonce in the ID token is another (OIDC Core §3.1.3.7)', { nonce: 'another' }, 'response_invalid'],
    ['the person cancels (RFC 6749 §4.1.2.1)', { error: 'access_denied' }, 'access_denied'],
    ['the server refuses (RFC 6749 §4.1.2.1)', { error: 'invalid_scope' }, 'server_refused'],
  ])('begins no session when %s', async (_case, misbehaviour, code) => {
    Object.assign(provider.misbehaviour, misbehaviour)
    await page.goto(running.localUrl)
    expect(await page.getByText(code, { exact: true }).count()).toBe(1)
    expect(await sessionCookie()).toBeUndefined()
  })

  it('renews the access token when it is due, and signs in anew when that is refused (RFC 6749 §6)', async () => {
    provider.accessTokenSeconds = 0
    await page.goto(`${running.localUrl}/account`)
    const before = provider.requests.filter((each) => each === 'GET /authorize').length
    await page.reload()
    await page.getByText('Ada Lovelace').first().waitFor()
    expect(provider.requests.filter((each) => each === 'GET /authorize')).toHaveLength(before)
    const cookie = await sessionCookie()
    provider.misbehaviour.refusesRefresh = true
    provider.accessTokenSeconds = 900
    await page.reload()
    await page.getByText('Ada Lovelace').first().waitFor()
    expect(provider.requests.filter((each) => each === 'GET /authorize')).toHaveLength(before + 1)
    expect((await sessionCookie())?.value).not.toBe(cookie?.value)
  })

  it('never returns to another site after signing in (RFC 9700 §4.11)', async () => {
    await page.goto(`${running.localUrl}/auth/sign-in?return_to=${encodeURIComponent('//evil.example/')}`)
    expect(page.url()).toBe(`${running.localUrl}/`)
  })

  it('refuses a sign-out posted from elsewhere or without the form token (CSRF)', async () => {
    await page.goto(running.localUrl)
    const post = (headers: Record<string, string>, form: Record<string, string>) =>
      context.request.post(`${running.localUrl}/auth/sign-out`, { headers, form, maxRedirects: 0 })
    expect((await post({ origin: 'https://evil.example' }, {})).status()).toBe(403)
    expect((await post({ origin: running.localUrl }, { form_token: 'guessed' })).status()).toBe(403)
    await page.reload()
    expect(await heading().textContent()).toBe('Overview')
  })

  it('follows its public URL behind a TLS proxy, never the Host header (RFC 6265bis §4.1.3.2)', async () => {
    const published = await startConsole({
      GATEHOUSE_CONSOLE_URL: 'https://console.example.com',
      GATEHOUSE_ISSUER: provider.issuer,
      GATEHOUSE_CONSOLE_CLIENT_SECRET: client.secret,
      GATEHOUSE_CONSOLE_SECRET: SECRET,
    })
    try {
      const ask = (path: string) =>
        fetch(published.localUrl + path, {
          redirect: 'manual',
          headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' },
        })
      const begun = await ask('/auth/sign-in')
      const authorization = new URL(begun.headers.get('location') ?? '')
      expect(authorization.searchParams.get('redirect_uri')).toBe('https://console.example.com/auth/callback')
      expect(begun.headers.get('set-cookie')).toMatch(/^__Host-gatehouse-console-sign-in-/)
      expect(begun.headers.get('set-cookie')).toMatch(/Path=\/;.*Secure; HttpOnly; SameSite=lax/i)
      const failed = await ask('/auth/callback?state=x')
      expect(failed.headers.get('location')).toMatch(/^https:\/\/console\.example\.com\/sign-in-failed/)
      expect(failed.headers.get('strict-transport-security')).toContain('max-age')
    } finally {
      await published.stop()
    }
  })

  it('says so when the authorization server is down, and keeps a person signed in through it', async () => {
    const shortLived = await TestProvider.start(client)
    shortLived.accessTokenSeconds = 0
    const own = await startConsole({
      GATEHOUSE_ISSUER: shortLived.issuer,
      GATEHOUSE_CONSOLE_CLIENT_SECRET: client.secret,
      GATEHOUSE_CONSOLE_SECRET: SECRET,
    })
    try {
      await page.goto(`${own.localUrl}/account`)
      await page.getByText('Ada Lovelace').first().waitFor()
      await shortLived.stop()
      await page.reload()
      await page.getByText('The authorization server does not answer').waitFor()
      await page.getByRole('button', { name: 'Account of Ada Lovelace' }).click()
      await page.getByRole('menuitem', { name: 'Sign out' }).click()
      await page.waitForURL(/\/(signed-out|logout)/, { waitUntil: 'commit' }).catch(() => undefined)
      expect(await sessionCookie()).toBeUndefined()
    } finally {
      await own.stop()
    }
  })

  it('explains that nobody answers at the issuer, and begins no session', async () => {
    const own = await startConsole({
      GATEHOUSE_ISSUER: 'http://127.0.0.1:9',
      GATEHOUSE_CONSOLE_CLIENT_SECRET: client.secret,
      GATEHOUSE_CONSOLE_SECRET: SECRET,
    })
    try {
      await page.goto(own.localUrl)
      expect(await page.getByText('server_unreachable', { exact: true }).count()).toBe(1)
    } finally {
      await own.stop()
    }
  })

  it('says which setting is missing and ends with status 1', async () => {
    const { code, output } = await failedStart({ GATEHOUSE_CONSOLE_CLIENT_SECRET: 'given' })
    expect(code).toBe(1)
    expect(output).toContain('cannot start: GATEHOUSE_CONSOLE_SECRET is missing')
  })
})
