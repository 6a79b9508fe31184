import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import { Chromium, describeInChromium } from '../browser/chromium.js'
import { expectAccessible } from '../browser/page-checks.js'
import { registerClient } from '../gatehouse/registration.js'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { administrator, loseSession, visitConsole, type Administrator } from './administrator.js'

describeInChromium('Changing a client in the console', () => {
  let gatehouse: RunningGatehouse
  let chromium: Chromium
  let owner: Administrator
  let settings: string

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    owner = await administrator(gatehouse, 'Olga Owner', 'owner')
    const name = `Portal ${randomBytes(4).toString('hex')}`
    const { clientId } = await registerClient(gatehouse, { name })
    settings = `/clients/${encodeURIComponent(clientId)}/settings`
    chromium = await Chromium.start()
  }, START_TIMEOUT)
  afterEach(() => chromium?.leave())
  afterAll(() => chromium?.stop())

  const nameField = (page: Page) => page.getByRole('textbox', { name: 'Name' })
  const saveButton = (page: Page) => page.getByRole('button', { name: 'Save changes' })
  const saved = async (page: Page, name: string) => {
    await page.getByRole('heading', { level: 1, name }).waitFor()
    await saveButton(page).waitFor({ state: 'hidden' })
  }

  it('shows the second of two admins what the first changed, and loses nothing', async () => {
    const admin = await administrator(gatehouse, 'Adam Admin', 'admin')
    const first = await visitConsole(chromium, gatehouse, owner, settings)
    const second = await visitConsole(chromium, gatehouse, admin, settings)
    await nameField(first.page).fill('Named by the first')
    await nameField(second.page).fill('Named by the second')
    await saveButton(first.page).click()
    await saved(first.page, 'Named by the first')

    await saveButton(second.page).click()
    const dialog = second.page.getByRole('dialog', { name: 'Somebody else changed this meanwhile' })
    await dialog.getByText('Named by the first').waitFor()
    await dialog.getByText('Named by the second').waitFor()
    await dialog
      .getByRole('status')
      .filter({ hasText: /^Olga Owner changed it/u })
      .waitFor()
    await expectAccessible(second.page)
    await second.page.keyboard.press('Escape')
    expect(await nameField(second.page).inputValue()).toBe('Named by the second')
    await saveButton(second.page).click()
    await dialog.getByRole('button', { name: 'Save mine over it' }).click()
    await saved(second.page, 'Named by the second')
    expect([...first.complaints, ...second.complaints]).toEqual([])
  })

  it('takes what is there, when that is what the second admin wants', async () => {
    const first = await visitConsole(chromium, gatehouse, owner, settings)
    const second = await chromium.visit()
    await first.page.context().storageState()
    await second.page.context().addCookies(await first.page.context().cookies())
    await second.page.goto(`${gatehouse.consoleUrl}${settings}`)
    await nameField(first.page).fill('Taken')
    await nameField(second.page).fill('Given up')
    await saveButton(first.page).click()
    await saved(first.page, 'Taken')
    await saveButton(second.page).click()
    await second.page.getByRole('button', { name: 'Take what is there' }).click()
    await saved(second.page, 'Taken')
    expect(await nameField(second.page).inputValue()).toBe('Taken')
  })

  it('keeps what was typed when the session has ended, and goes on after signing in', async () => {
    const visit = await visitConsole(chromium, gatehouse, owner, settings)
    const { page, complaints } = visit
    await nameField(page).fill('Typed before the session ended')
    await loseSession(visit)
    await saveButton(page).click()
    const dialog = page.getByRole('dialog', { name: 'You were signed out meanwhile' })
    await dialog.waitFor()
    await expectAccessible(page)
    const [signedIn] = await Promise.all([
      page.context().waitForEvent('page'),
      dialog.getByRole('link', { name: /Sign in/u }).click(),
    ])
    await signedIn.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    await signedIn.close()
    await dialog.getByRole('button', { name: /signed in/u }).click()
    await saved(page, 'Typed before the session ended')
    expect(complaints).toEqual([])
  })

  it('says when the server does not answer, and saves the same form at another try', async () => {
    const { page } = await visitConsole(chromium, gatehouse, owner, settings)
    await nameField(page).fill('Saved at the second try')
    const isAction = (url: URL) => url.pathname === settings
    await page.route(isAction, (route) =>
      route.request().method() === 'POST' ? route.abort('connectionfailed') : route.fallback(),
    )
    await saveButton(page).click()
    await page.getByRole('alert').filter({ hasText: 'did not answer' }).waitFor()
    await expectAccessible(page)
    expect(await nameField(page).inputValue()).toBe('Saved at the second try')
    await page.unroute(isAction)
    await page.getByRole('button', { name: 'Try again' }).click()
    await saved(page, 'Saved at the second try')
  })

  it('tells an auditor which permission a change needs, and keeps the form', async () => {
    const auditor = await administrator(gatehouse, 'Ada Auditor', 'auditor')
    const { page, complaints } = await visitConsole(chromium, gatehouse, auditor, settings)
    await nameField(page).fill('By an auditor')
    await saveButton(page).click()
    await page.getByRole('alert').filter({ hasText: 'admin:clients:write' }).waitFor()
    await expectAccessible(page)
    expect(await nameField(page).inputValue()).toBe('By an auditor')
    expect(complaints).toEqual([])
  })

  it('shows somebody without a role which permission is missing, and nothing of the client', async () => {
    const nobody = await administrator(gatehouse, 'Nora Nobody')
    const { page, complaints } = await visitConsole(chromium, gatehouse, nobody, settings)
    await page.getByRole('heading', { level: 1, name: 'You may not see this' }).waitFor()
    await page.getByText('admin:clients:read').waitFor()
    expect(await nameField(page).count()).toBe(0)
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })
})
