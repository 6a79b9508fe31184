import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { UserManagerSettings } from 'oidc-client-ts'
import type { Page } from 'playwright-core'
import { Chromium, describeInChromium } from '../browser/chromium.js'
import { signIn } from '../browser/page-checks.js'
import { registerClient } from '../gatehouse/registration.js'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'

const PACKAGE = join(createRequire(import.meta.url).resolve('oidc-client-ts'), '../..')
const LIBRARY = readFileSync(join(PACKAGE, 'browser/oidc-client-ts.min.js'))
const PAGE = `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Single page</title>
<h1>Single page</h1><script src="/oidc-client-ts.js"></script>`

/** A single-page application: everything happens in the browser, across origins, with a public client. */
describeInChromium('oidc-client-ts as a relying party in the browser', () => {
  let gatehouse: RunningGatehouse
  let chromium: Chromium
  let server: Server
  let origin: string
  let settings: UserManagerSettings

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    chromium = await Chromium.start()
    server = createServer((request, response) => {
      const isLibrary = request.url === '/oidc-client-ts.js'
      response.writeHead(200, { 'content-type': isLibrary ? 'text/javascript' : 'text/html' })
      response.end(isLibrary ? LIBRARY : PAGE)
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { clientId } = await registerClient(gatehouse, {
      name: 'Single-page application',
      authMethod: 'none',
      redirectUris: [`${origin}/callback`],
      postLogoutRedirectUris: [`${origin}/`],
      corsOrigins: [origin],
    })
    settings = {
      authority: gatehouse.issuer,
      client_id: clientId,
      redirect_uri: `${origin}/callback`,
      post_logout_redirect_uri: `${origin}/`,
      scope: 'openid profile email offline_access',
      loadUserInfo: true,
    }
  }, START_TIMEOUT)
  afterEach(() => chromium?.leave())
  afterAll(async () => {
    await chromium?.stop()
    server?.close()
  })

  /** Runs an expression on the library's manager `m` in the page. */
  const inPage = (page: Page, expression: string): Promise<unknown> =>
    page.evaluate(
      `(async () => { const m = new oidc.UserManager(${JSON.stringify(settings)}); return ${expression} })()`,
    )

  async function signInAt(page: Page) {
    await page.goto(origin)
    await inPage(page, 'void m.signinRedirect({ prompt: "consent" })')
    await signIn(page, gatehouse.demo)
    await page.locator('#decision-allow').click()
    await page.waitForURL(`${origin}/callback?**`)
  }

  it('signs in, reads userinfo, refreshes and signs out, all across origins (RFC 9700 §2.1.1, Fetch §3.2)', async () => {
    const { page, complaints } = await chromium.visit()
    await signInAt(page)
    const profile = await inPage(page, 'm.signinRedirectCallback().then((user) => user.profile)')
    expect(profile).toMatchObject({ name: 'Dana Demo', email: gatehouse.demo.username })

    const tokens = await inPage(
      page,
      'm.getUser().then(async (u) => [u.access_token, (await m.signinSilent()).access_token])',
    )
    expect(new Set(tokens as string[]).size).toBe(2)

    await inPage(page, 'void m.signoutRedirect()')
    await page.waitForURL(`${origin}/`)
    expect(complaints).toEqual([])
  })

  it('keeps the answer of the token endpoint from an origin that is not registered (Fetch §3.2.5)', async () => {
    const { page } = await chromium.visit()
    const elsewhere = origin.replace('127.0.0.1', 'localhost')
    await page.goto(elsewhere)
    const attempt = `fetch(${JSON.stringify(`${gatehouse.issuer}/oauth2/token`)}, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x', client_id: ${JSON.stringify(settings.client_id)} }),
    }).then(() => 'read', () => 'kept away')`
    expect(await page.evaluate(attempt)).toBe('kept away')
    await page.goto(origin)
    expect(await page.evaluate(attempt)).toBe('read')
  })
})
