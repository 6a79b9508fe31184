import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import { Chromium, describeInChromium, type Visit } from '../browser/chromium.js'
import { expectAccessible, keepPicture, signIn } from '../browser/page-checks.js'
import { SampleApp } from '../browser/sample-app.js'
import { inDatabase } from '../gatehouse/in-database.js'
import { registerClient, registerResource } from '../gatehouse/registration.js'
import { instanceOfRun, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { administrator, visitConsole } from './administrator.js'
import { recordPastActivity } from './past-activity.js'

/** What begins at the command line, or goes over many events, takes longer than a page. In milliseconds. */
const PATIENCE = 120_000

const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const valueOf = async (page: Page, name: string) => card(page, name).locator('strong').textContent()
const firstSteps = (page: Page) => card(page, 'First steps')

async function expectNoOverflowScrolling(page: Page): Promise<void> {
  for (const width of [768, 360]) {
    await page.setViewportSize({ width, height: 800 })
    const overflow = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    expect({ url: page.url(), width, overflow }).toEqual({ url: page.url(), width, overflow: 0 })
  }
  await page.setViewportSize({ width: 1280, height: 800 })
}

describeInChromium('A new Gatehouse and its overview', () => {
  const admin = { username: 'grace@example.test', password: randomBytes(12).toString('hex') }
  let gatehouse: RunningGatehouse
  let chromium: Chromium
  let visit: Visit
  let app: SampleApp
  let clientId: string

  beforeAll(async () => {
    gatehouse = await instanceOfRun('overview', {})
    chromium = await Chromium.start()
    visit = await chromium.visit({ viewport: { width: 1280, height: 800 } })
  }, START_TIMEOUT)
  afterAll(() => Promise.all([chromium?.stop(), app?.stop()]))

  const open = async (path = '/') => {
    await visit.page.goto(`${gatehouse.consoleUrl}${path}`)
    await card(visit.page, 'Sign-ins').waitFor()
  }

  it(
    'leads the first admin from the one-time link to the first steps',
    async () => {
      const { page, complaints } = visit
      await page.goto(gatehouse.setupUrl!)
      await page.locator('#name').fill('Grace Hopper')
      await page.locator('#email').fill(admin.username)
      await page.locator('#password').fill(admin.password)
      await page.locator('#submit').click()
      await page.waitForURL(`${gatehouse.consoleUrl}/`)
      await firstSteps(page).getByText('1 of 4 done').waitFor()
      await firstSteps(page).getByRole('listitem').filter({ hasText: 'An admin is there Done' }).waitFor()
      await expectAccessible(page)
      await keepPicture(page, 'console-first-run')
      await expectNoOverflowScrolling(page)
      expect(complaints).toEqual([])
    },
    PATIENCE,
  )

  it(
    'puts the first steps away for everybody and fetches them again, at the wish of who may',
    async () => {
      const { page, complaints } = visit
      await firstSteps(page).getByRole('button', { name: 'Skip for now' }).click()
      await page.getByText('3 first steps are left.').waitFor()
      expect(await firstSteps(page).count()).toBe(0)

      const auditor = await administrator(gatehouse, 'Ada Auditor', 'auditor')
      const other = await visitConsole(chromium, gatehouse, auditor, '/')
      await other.page.getByText('3 first steps are left.').waitFor()
      await other.page.getByRole('button', { name: 'Show them' }).click()
      await other.page.getByRole('alert').filter({ hasText: 'admin:settings:write' }).waitFor()
      await expectAccessible(other.page)

      await page.getByRole('button', { name: 'Show them' }).click()
      await firstSteps(page).waitFor()
      expect([...complaints, ...other.complaints]).toEqual([])
    },
    PATIENCE,
  )

  it(
    'ticks each step when it is done, and has none of them any more when all are',
    async () => {
      const { page, complaints } = visit
      await firstSteps(page).getByRole('link', { name: 'Register a client' }).click()
      await page.getByRole('heading', { level: 1, name: 'Register a client' }).waitFor()
      app = await SampleApp.start(gatehouse, { name: 'Bookshop' })
      await open()
      await firstSteps(page).getByText('2 of 4 done').waitFor()

      const { page: browser } = await chromium.visit()
      await browser.goto(app.signInUrl())
      await signIn(browser, { ...gatehouse.demo, password: 'not this one' })
      await browser.locator('#error-summary').waitFor()
      await signIn(browser, gatehouse.demo)
      await browser.locator('#decision-allow').click()
      await browser.waitForURL(`${app.origin}/callback?**`)
      await open()
      await firstSteps(page).getByText('3 of 4 done').waitFor()
      await expectAccessible(page)

      await registerResource(gatehouse, 'https://orders.example.test', 'Orders')
      await open()
      expect(await firstSteps(page).count()).toBe(0)
      expect(await page.getByText('first steps').count()).toBe(0)
      expect(complaints).toEqual([])
    },
    PATIENCE,
  )

  it('counts what happened a moment ago', async () => {
    const { page } = visit
    expect(await valueOf(page, 'Sign-ins')).toBe('2')
    expect(await valueOf(page, 'Failed sign-ins')).toBe('1')
    expect(await valueOf(page, 'Active people')).toBe('3')
    expect(await valueOf(page, 'Living sessions')).toBe('3')
    const top = card(page, 'Busiest clients')
    await top.getByRole('link', { name: 'Bookshop' }).waitFor()
    await card(page, 'Health').getByText('None due').waitFor()
    await card(page, 'Health')
      .getByText(/^Answers in/u)
      .waitFor()
  })

  it(
    'counts two months that were recorded before',
    async () => {
      const others = await Promise.all(
        ['Back office', 'Mobile app'].map((name) => registerClient(gatehouse, { name })),
      )
      const { rows } = await inDatabase(gatehouse, ({ pool }) =>
        pool.query<{ id: string }>(`SELECT client_id AS id FROM clients WHERE name = 'Bookshop'`),
      )
      clientId = rows[0]!.id
      await recordPastActivity(gatehouse, [clientId, ...others.map((other) => other.clientId)])
      await open('/?range=30d')
      const { page } = visit
      expect(Number(await valueOf(page, 'Active people'))).toBeGreaterThan(300)
      await card(page, 'Sign-ins').getByText(/^\+\d/u).waitFor()
      await card(page, 'Busiest clients').getByRole('link', { name: 'Mobile app' }).waitFor()
    },
    PATIENCE,
  )

  it(
    'shows them wide and narrow, without a fault that axe-core knows (WCAG 2.2 AA)',
    async () => {
      const { page, complaints } = visit
      await page.locator('.recharts-area').first().waitFor()
      await expectAccessible(page)
      await keepPicture(page, 'console-overview')
      await expectNoOverflowScrolling(page)
      await page.getByText('Show the numbers').click()
      await expectAccessible(page)
      await expectNoOverflowScrolling(page)
      expect(complaints).toEqual([])
    },
    PATIENCE,
  )

  it('keeps the range in the address, which Back leads back along', async () => {
    const { page, complaints } = visit
    await open('/?range=30d')
    await page.getByRole('link', { name: '24 hours' }).click()
    await page.waitForURL(`${gatehouse.consoleUrl}/?range=24h`)
    await page.getByText('vs previous 24 hours').first().waitFor()
    await page.goBack()
    await page.getByText('vs previous 30 days').first().waitFor()
    expect(complaints).toEqual([])
  })

  it(
    'shows the other cards when one cannot be read, and says so',
    async () => {
      const { page, complaints } = visit
      const rename = (from: string, to: string) =>
        inDatabase(gatehouse, ({ pool }) => pool.query(`ALTER TABLE ${from} RENAME TO ${to}`))
      await rename('active_people', 'active_people_away')
      try {
        await open()
        await card(page, 'Active people').getByText('Could not be read').waitFor()
        expect(Number(await valueOf(page, 'Sign-ins'))).toBeGreaterThan(0)
        expect(await page.getByText('Could not be read').count()).toBe(1)
        await expectAccessible(page)
      } finally {
        await rename('active_people_away', 'active_people')
      }
      expect(complaints).toEqual([])
    },
    PATIENCE,
  )

  it(
    'shows what a client does, and its latest events',
    async () => {
      const { page, complaints } = visit
      await page.goto(`${gatehouse.consoleUrl}/clients/${encodeURIComponent(clientId)}/activity?range=30d`)
      await page.locator('.recharts-area').first().waitFor()
      await card(page, 'Tokens by grant type').getByText('refresh_token').waitFor()
      await page.getByRole('table', { name: 'Latest events' }).getByText('token.issued').first().waitFor()
      await expectAccessible(page)
      await keepPicture(page, 'console-client-activity')
      await expectNoOverflowScrolling(page)
      expect(complaints).toEqual([])
    },
    PATIENCE,
  )

  it(
    'shows somebody without a role which permission is missing, and no figure',
    async () => {
      const nobody = await administrator(gatehouse, 'Nora Nobody')
      const { page, complaints } = await visitConsole(chromium, gatehouse, nobody, '/')
      await page.getByRole('heading', { level: 1, name: 'You may not see this' }).waitFor()
      await page.getByText('admin:overview:read').waitFor()
      expect(await card(page, 'Sign-ins').count()).toBe(0)
      await expectAccessible(page)
      expect(complaints).toEqual([])
    },
    PATIENCE,
  )

  it(
    'opens the audit log at a point of the chart, and at the same place from the table',
    async () => {
      const { page } = visit
      await open('/?range=30d')
      await page.getByText('Show the numbers').click()
      const link = page.getByRole('link', { name: /: Failed sign-ins, .* Open the events$/u }).first()
      const href = new URL((await link.getAttribute('href'))!, page.url())
      expect(href.pathname).toBe('/audit')
      expect(href.searchParams.get('type')).toBe('sign_in.failed')
      const [from, to] = ['from', 'to'].map((name) => Date.parse(href.searchParams.get(name)!))
      expect(to! - from!).toBe(86_400_000)

      const chart = page.locator('.recharts-surface').first()
      const box = (await chart.boundingBox())!
      await page.mouse.move(box.x + box.width / 2, box.y + 40)
      const dot = page.locator('.recharts-active-dot circle').first()
      await dot.click()
      await page.waitForURL((url) => url.pathname === '/audit')
      const opened = new URL(page.url()).searchParams
      expect(opened.get('type')).toBe('sign_in.succeeded')
      expect(Date.parse(opened.get('to')!) - Date.parse(opened.get('from')!)).toBe(86_400_000)
    },
    PATIENCE,
  )
})
