import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import { registerPerson } from '../gatehouse/registration.js'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { Chromium, describeInChromium } from './chromium.js'
import { focusedId, signIn } from './page-checks.js'
import { SampleApp } from './sample-app.js'

const MISMATCH = 'That email and password do not match. Check both and try again.'

describeInChromium('The hosted pages', () => {
  const name = `robin-${randomBytes(4).toString('hex')}`
  const robin = { username: name, email: `${name}@example.test`, password: randomBytes(12).toString('hex') }
  let gatehouse: RunningGatehouse
  let chromium: Chromium
  let app: SampleApp

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    await registerPerson(gatehouse, { ...robin, name: 'Robin Reader' })
    ;[chromium, app] = await Promise.all([Chromium.start(), SampleApp.start(gatehouse)])
  }, START_TIMEOUT)
  afterEach(() => chromium?.leave())
  afterAll(() => Promise.all([chromium?.stop(), app?.stop()]))

  const heading = (page: Page) => page.locator('h1').textContent()

  it.each([
    ['with scripts', true],
    ['without scripts', false],
  ])(
    'say the same of a wrong password and of an unknown account, and let the right one in %s (OIDC Core §3.1.2.3)',
    async (_title, javaScriptEnabled) => {
      const { page, complaints } = await chromium.visit({ javaScriptEnabled })
      await page.goto(app.signInUrl({ prompt: 'consent' }))
      for (const username of [robin.username, `nobody-${name}`]) {
        await signIn(page, { username, password: 'not the password' })
        expect((await page.locator('#error-summary[role=alert]').textContent())?.trim()).toBe(MISMATCH)
        expect(await page.locator('#username').inputValue()).toBe(username)
        expect(await page.locator('#password').inputValue()).toBe('')
        expect(await page.locator('#username').getAttribute('aria-invalid')).toBe('true')
        expect(await page.title()).toMatch(/^Error: /u)
      }
      await signIn(page, { ...robin, username: robin.email.toUpperCase() })
      await page.locator('#decision-allow').click()
      expect(await heading(page)).toBe('Welcome Robin Reader')
      expect(complaints).toEqual([])
    },
  )

  it('name each empty field, and put the focus on the first', async () => {
    const { page } = await chromium.visit()
    await page.goto(app.signInUrl())
    await page.locator('#submit').click()
    expect(await page.locator('#error-summary a').count()).toBe(2)
    expect(await page.locator('#username-error').textContent()).toContain('Enter your email or username.')
    expect(await focusedId(page)).toBe('username')
  })

  it('bring the person back to the app with access_denied from consent and from sign-in (OIDC Core §3.1.2.6)', async () => {
    const { page, complaints } = await chromium.visit()
    await page.goto(app.signInUrl({ prompt: 'consent' }))
    await page.locator('#decision-cancel').click()
    expect(await heading(page)).toBe('Refused: access_denied')
    await page.goto(app.signInUrl({ prompt: 'consent' }))
    await signIn(page, robin)
    await page.locator('#decision-deny').click()
    expect(await heading(page)).toBe('Refused: access_denied')
    expect(complaints).toEqual([])
  })

  it('show an ended interaction as a page of its own when the person goes back (RFC 6749 §4.1.2)', async () => {
    const { page } = await chromium.visit()
    await page.goto(app.signInUrl({ prompt: 'consent' }))
    await signIn(page, robin)
    await page.locator('#decision-allow').click()
    await page.waitForURL(`${app.origin}/callback?**`)
    await page.goBack()
    await page.reload()
    expect(await page.locator('#error-code').textContent()).toBe('invalid_request')
  })

  it('open an interaction for the browser that began it alone (RFC 9700 §4.7)', async () => {
    const mine = await chromium.visit()
    await mine.page.goto(app.signInUrl())
    const theirs = await chromium.visit()
    await theirs.page.goto(mine.page.url())
    expect(await theirs.page.locator('#error-code').textContent()).toBe('invalid_request')
    expect(await theirs.page.locator('#password').count()).toBe(0)
  })

  it('speak German to a German browser', async () => {
    const { page, complaints } = await chromium.visit({ locale: 'de-DE' })
    await page.goto(app.signInUrl({ prompt: 'consent' }))
    expect(await page.locator('html').getAttribute('lang')).toBe('de')
    expect(await heading(page)).toBe('Anmelden')
    await signIn(page, robin)
    expect((await heading(page))?.replace(/\s+/gu, ' ').trim()).toBe('Web portal möchte')
    await page.getByRole('button', { name: 'Erlauben' }).click()
    expect(await heading(page)).toBe('Welcome Robin Reader')
    expect(complaints).toEqual([])
  })

  it('fit a small phone: nothing to scroll sideways, large targets, no zoom into fields (WCAG 2.2 §1.4.10, §2.5.8)', async () => {
    const { page } = await chromium.visit({ viewport: { width: 320, height: 568 }, hasTouch: true })
    await page.goto(app.signInUrl({ prompt: 'consent' }))
    const expectToFit = async () => {
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
      for (const target of await page.locator('button:visible, input:visible').all()) {
        expect((await target.boundingBox())?.height).toBeGreaterThanOrEqual(44)
      }
    }
    await expectToFit()
    const sizes = `[...document.querySelectorAll('input:not([type=hidden])')].map((i) => parseFloat(getComputedStyle(i).fontSize))`
    for (const size of await page.evaluate<number[]>(sizes)) expect(size).toBeGreaterThanOrEqual(16)
    await signIn(page, robin)
    await page.locator('#consent').waitFor()
    await expectToFit()
  })

  it('are dark for those who like it dark', async () => {
    const { page } = await chromium.visit({ colorScheme: 'dark' })
    await page.goto(app.signInUrl())
    const ground = await page.evaluate('getComputedStyle(document.body).backgroundColor')
    expect(ground).toBe('rgb(15, 16, 20)')
  })

  it('need no mouse: typing, Tab and Enter lead through (WCAG 2.2 §2.1.1)', async () => {
    const { page } = await chromium.visit()
    await page.goto(app.signInUrl({ prompt: 'consent' }))
    expect(await focusedId(page)).toBe('username')
    await page.keyboard.type(robin.username)
    await page.keyboard.press('Tab')
    expect(await focusedId(page)).toBe('password')
    await page.keyboard.type(robin.password)
    await page.keyboard.press('Enter')
    await page.locator('#consent').waitFor()
    const passed: unknown[] = []
    while (passed.at(-1) !== 'decision-allow' && passed.length < 10) {
      await page.keyboard.press('Tab')
      passed.push(await focusedId(page))
    }
    expect(passed).toEqual(['decision-another', 'decision-deny', 'decision-allow'])
    await page.keyboard.press('Enter')
    await page.waitForURL(`${app.origin}/callback?**`)
    expect(await heading(page)).toBe('Welcome Robin Reader')
  })

  it.each([
    ['by itself with scripts', true],
    ['by its button without scripts', false],
  ])('hand over a form post %s (Form Post Response Mode §2)', async (_title, javaScriptEnabled) => {
    const { page, complaints } = await chromium.visit({ javaScriptEnabled })
    await page.goto(app.signInUrl({ response_mode: 'form_post', prompt: 'consent' }))
    await signIn(page, robin)
    await page.locator('#decision-allow').click()
    if (!javaScriptEnabled) await page.locator('#continue').click()
    await page.waitForURL(`${app.origin}/callback`)
    expect(await heading(page)).toBe('Welcome Robin Reader')
    expect(complaints).toEqual([])
  })
})
