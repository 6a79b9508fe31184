import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { Chromium, describeInChromium } from './chromium.js'
import { expectAccessible, keepPicture, signIn } from './page-checks.js'
import { SampleApp } from './sample-app.js'

describeInChromium('A person signs in to an app and the app calls the bank', () => {
  let gatehouse: RunningGatehouse
  let chromium: Chromium
  let app: SampleApp

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    ;[chromium, app] = await Promise.all([Chromium.start(), SampleApp.start(gatehouse)])
  }, START_TIMEOUT)
  afterEach(() => chromium?.leave())
  afterAll(() => Promise.all([chromium?.stop(), app?.stop()]))

  it.each([
    ['with scripts', true],
    ['without scripts', false],
  ])(
    'goes through sign-in, consent, code, bank, refresh and sign-out %s (OIDC Core §3.1, RFC 6749 §6)',
    async (_title, javaScriptEnabled) => {
      const { page, complaints } = await chromium.visit({ javaScriptEnabled })
      await page.goto(app.signInUrl({ prompt: 'consent' }))
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Sign in')
      await page.getByText('to continue to Web portal').waitFor()
      await signIn(page, gatehouse.demo)

      await page.locator('#consent').waitFor()
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(/Web portal\s+wants to/u)
      await page.getByText('See your accounts and their transactions').waitFor()
      await page.locator('#decision-allow').click()

      await page.waitForURL(`${app.origin}/callback?**`)
      expect(await page.locator('h1').textContent()).toBe('Welcome Dana Demo')

      const accounts = await app.callBank('/accounts')
      expect(accounts.status).toBe(200)
      const names = ((await accounts.json()) as { name: string }[]).map(({ name }) => name)
      expect(names.sort()).toEqual(['Everyday', 'Savings'])

      const before = app.tokens?.access_token
      await app.refresh()
      expect(app.tokens?.access_token).not.toBe(before)
      expect((await app.callBank('/accounts')).status).toBe(200)

      await page.goto(app.signOutUrl)
      await page.waitForURL(`${app.origin}/`)
      await expect(app.userinfo()).rejects.toThrow()
      await page.goto(app.signInUrl({ prompt: 'none' }))
      expect(await page.locator('h1').textContent()).toBe('Refused: login_required')
      expect(complaints).toEqual([])
    },
  )

  it('shows pages without a fault that axe-core knows, in light and dark (WCAG 2.2 AA)', async () => {
    const { page, complaints } = await chromium.visit()
    await page.goto(app.signInUrl({ prompt: 'consent' }))
    await expectAccessible(page)
    await keepPicture(page, 'sign-in')
    await page.locator('#submit').click()
    await page.locator('#error-summary').waitFor()
    await expectAccessible(page)
    await signIn(page, gatehouse.demo)
    await page.locator('#consent').waitFor()
    await expectAccessible(page)
    await keepPicture(page, 'consent')
    await page.locator('#decision-allow').click()
    await page.waitForURL(`${app.origin}/callback?**`)

    await page.goto(app.signInUrl({ prompt: 'select_account' }))
    await page.locator('#select-account').waitFor()
    await expectAccessible(page)
    await page.goto(`${gatehouse.issuer}/oauth2/logout`)
    await page.locator('#sign-out').waitFor()
    await expectAccessible(page)
    await page.locator('#decision-sign-out').click()
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])

    await page.goto(`${gatehouse.issuer}/oauth2/authorize?client_id=nobody`)
    expect(await page.locator('#error-code').textContent()).toBe('invalid_request')
    await expectAccessible(page)
    expect(complaints.filter((complaint) => !complaint.includes('status of 400'))).toEqual([])
  })
})
