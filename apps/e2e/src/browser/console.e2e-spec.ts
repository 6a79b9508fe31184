import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { Chromium, describeInChromium, type Visit } from './chromium.js'
import { expectAccessible, signIn } from './page-checks.js'

describeInChromium('The first admin and the console', () => {
  const admin = { username: 'grace@example.test', password: randomBytes(12).toString('hex') }
  let gatehouse: RunningGatehouse
  let chromium: Chromium
  let visit: Visit

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    chromium = await Chromium.start()
    visit = await chromium.visit({ viewport: { width: 1280, height: 800 } })
  }, START_TIMEOUT)
  afterAll(() => chromium?.stop())

  it('creates the first admin by the one-time link, who then stands in the console', async () => {
    const { page, complaints } = visit
    await page.goto(gatehouse.setupUrl!)
    await expectAccessible(page)
    await page.locator('#name').fill('Grace Hopper')
    await page.locator('#email').fill(admin.username)
    await page.locator('#password').fill('short')
    await page.locator('#submit').click()
    await page.locator('#password-error').waitFor()
    await expectAccessible(page)
    await page.locator('#password').fill(admin.password)
    await page.locator('#submit').click()
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    expect(new URL(page.url()).origin).toBe(gatehouse.consoleUrl)
    await page.getByRole('button', { name: 'Account of Grace Hopper' }).waitFor()
    expect(complaints).toEqual([])
  })

  it('shows an overview without a fault that axe-core knows, in light and dark (WCAG 2.2 AA)', async () => {
    await expectAccessible(visit.page)
  })

  it('signs out of the console and of Gatehouse (RP-Initiated Logout §2)', async () => {
    const { page, complaints } = visit
    await page.getByRole('button', { name: /Account of Grace Hopper/u }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.waitForURL(`${gatehouse.consoleUrl}/signed-out`)
    await expectAccessible(page)
    await page.goto(gatehouse.consoleUrl)
    await page.locator('#sign-in').waitFor()
    expect(new URL(page.url()).origin).toBe(gatehouse.issuer)
    expect(complaints).toEqual([])
  })

  it('signs in again with the password alone, without asking for consent', async () => {
    const { page, complaints } = visit
    await signIn(page, admin)
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    await page.getByRole('button', { name: /^Account of/u }).click()
    await page.getByRole('menuitem', { name: 'Your session' }).click()
    await page.getByRole('heading', { level: 1, name: 'Your session' }).waitFor()
    await page.getByRole('main').getByText(admin.username).first().waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })

  it('lets the link create one admin and no second', async () => {
    const { page } = await chromium.visit()
    await page.goto(gatehouse.setupUrl!)
    expect(await page.locator('#error-code').textContent()).toBe('invalid_request')
    expect(await page.locator('#setup').count()).toBe(0)
  })

  it('gives the browser no token: not in the page, not in storage, not in a cookie', async () => {
    const { page } = visit
    await page.goto(gatehouse.consoleUrl)
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    const kept = JSON.stringify(await page.context().storageState())
    expect(`${kept}${await page.content()}`).not.toMatch(/eyJ[\w-]+\.eyJ/u)
  })
})
