import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import { Chromium, describeInChromium } from '../browser/chromium.js'
import { expectAccessible, expectFits, keepPicture, listSays } from '../browser/page-checks.js'
import { inDatabase } from '../gatehouse/in-database.js'
import { registerClient, type RegisteredClient } from '../gatehouse/registration.js'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { administrator, visitConsole, type Administrator } from './administrator.js'

describeInChromium('The audit log in the console', () => {
  const name = `Ledger ${randomBytes(4).toString('hex')}`
  let gatehouse: RunningGatehouse
  let chromium: Chromium
  let owner: Administrator
  let client: RegisteredClient
  let ofClient: string

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    owner = await administrator(gatehouse, 'Olga Owner', 'owner')
    client = await registerClient(gatehouse, { name })
    ofClient = `client_id=${encodeURIComponent(client.clientId)}`
    chromium = await Chromium.start()
  }, START_TIMEOUT)
  afterEach(() => chromium?.leave())
  afterAll(() => chromium?.stop())

  const rows = (page: Page) => page.getByRole('table').locator('tbody tr')

  it('is filtered by what is typed, and the address says so', async () => {
    const visit = await visitConsole(chromium, gatehouse, owner, '/audit')
    const { page, complaints } = visit
    await rows(page).first().waitFor()
    await expectAccessible(page)
    await keepPicture(page, 'console-audit')
    await expectFits(visit.page)
    await page.getByRole('button', { name: 'More filters' }).click()
    const filters = page.getByRole('dialog')
    await filters.getByLabel('Client').fill(client.clientId)
    await filters.getByLabel('From (UTC)').fill('2020-01-01T00:00')
    await expectAccessible(page)
    await filters.getByRole('button', { name: 'Show' }).click()
    await listSays(page, '1 result')
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      client_id: client.clientId,
      from: '2020-01-01T00:00:00Z',
    })
    const chips = page.getByRole('list', { name: 'Filters in use' })
    await chips.getByText(`Client: ${name}`).waitFor()
    await chips.getByText(/^From: .*2020.* UTC$/u).waitFor()
    await chips.getByRole('button', { name: 'Remove the filter From' }).click()
    await page.waitForURL(`${gatehouse.consoleUrl}/audit?${ofClient}`)
    await page.goto(`${gatehouse.consoleUrl}/audit?${ofClient}&outcome=failure`)
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })

  it('shows what a change took and what it brought', async () => {
    const visit = await visitConsole(
      chromium,
      gatehouse,
      owner,
      `/clients/${encodeURIComponent(client.clientId)}/settings`,
    )
    const { page, complaints } = visit
    await page.getByRole('textbox', { name: 'Name' }).fill(`${name} II`)
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByRole('heading', { level: 1, name: `${name} II` }).waitFor()
    await page.goto(`${gatehouse.consoleUrl}/audit?${ofClient}&type=client.updated`)
    await page.getByRole('link', { name: /Client changed/u }).click()
    await page.getByRole('heading', { level: 1, name: 'Client changed' }).waitFor()
    await page.locator('del').filter({ hasText: name }).waitFor()
    await page
      .locator('ins')
      .filter({ hasText: `${name} II` })
      .waitFor()
    await page.getByText('Olga Owner').first().waitFor()
    await expectAccessible(page)
    await keepPicture(page, 'console-audit-event')
    await expectFits(visit.page)
    await page.getByRole('link', { name: `${name} II` }).click()
    await page.getByRole('heading', { level: 1, name: `${name} II` }).waitFor()
    expect(complaints).toEqual([])
  })

  it('shows what happens now, and misses nothing while the page is hidden or the line is dead', async () => {
    const { page } = await visitConsole(chromium, gatehouse, owner, '/audit?type=client.registered')
    await rows(page).first().waitFor()
    const registered = async () => {
      const live = `Live ${randomBytes(4).toString('hex')}`
      await registerClient(gatehouse, { name: live })
      return live
    }
    const first = await registered()
    await page.getByRole('switch', { name: 'Show what happens now' }).click()
    await page.getByText('Live', { exact: true }).waitFor()
    await shown(page, first)
    await expectAccessible(page)
    await keepPicture(page, 'console-audit-live')

    await hide(page, true)
    await page.getByText('Waits while the tab is hidden', { exact: true }).waitFor()
    const second = await registered()
    await hide(page, false)
    await shown(page, second)

    await page.context().setOffline(true)
    const third = await registered()
    await page.context().setOffline(false)
    await shown(page, third)
    const links = await rows(page).locator('a[data-row-link]').all()
    const sequences = await Promise.all(
      links.map(async (link) => Number((await link.getAttribute('href'))?.split('/').at(-1))),
    )
    expect(sequences).toEqual([...new Set(sequences)].sort((one, other) => other - one))

    await page.getByRole('switch', { name: 'Show what happens now' }).click()
    expect(await page.content()).not.toMatch(/eyJ[\w-]+\.eyJ/u)
  })

  it('is exported as it is filtered, as a table and line by line', async () => {
    const { page } = await visitConsole(chromium, gatehouse, owner, `/audit?${ofClient}`)
    const file = async (format: string) =>
      page.request.get(
        `${gatehouse.consoleUrl}/export/audit?${ofClient}&type=client.registered&format=${format}`,
      )
    const csv = await file('csv')
    expect(csv.headers()['content-disposition']).toBe('attachment; filename="audit-events.csv"')
    const [head, line, ...rest] = (await csv.text()).trim().split('\r\n')
    expect([head?.startsWith('sequence,'), line?.includes(client.clientId), rest]).toEqual([true, true, []])
    const lines = (await (await file('jsonl')).text()).trim().split('\n')
    expect(lines.map((each) => (JSON.parse(each) as { type: string }).type)).toEqual(['client.registered'])
    await page.context().clearCookies()
    expect((await file('csv')).status()).toBe(401)
    const live = await page.request.get(`${gatehouse.consoleUrl}/live/audit`)
    expect(await live.text()).toMatch(/^retry: \d+\n\nevent: trouble\ndata: \{"state":"signed-out"\}\n\n$/u)
  })

  it('says that its chain is whole, and after somebody changed an entry, where it breaks', async () => {
    const { page, complaints } = await visitConsole(chromium, gatehouse, owner, '/audit')
    await page.getByRole('button', { name: 'Check the chain' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('How a broken link would look.').waitFor()
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Check now' }).click()
    await dialog.getByRole('status').filter({ hasText: 'Every link fits' }).waitFor()
    await expectAccessible(page)
    const entry = await changed(gatehouse, client.clientId, `outcome || ' '`)
    await dialog.getByRole('button', { name: 'Check again' }).click()
    await dialog
      .getByRole('alert')
      .filter({ hasText: `The chain breaks at entry ${entry}` })
      .waitFor()
    await expectAccessible(page)
    await keepPicture(page, 'console-audit-chain')
    await changed(gatehouse, client.clientId, 'trim(outcome)')
    await dialog.getByRole('button', { name: 'Check again' }).click()
    await dialog.getByRole('status').filter({ hasText: 'Every link fits' }).waitFor()
    expect(complaints).toEqual([])
  })

  it('is closed to those without a role, and the page names the permission', async () => {
    const nobody = await administrator(gatehouse, 'Nora Nobody')
    const { page, complaints } = await visitConsole(chromium, gatehouse, nobody, '/audit')
    await page.getByText('admin:audit:read').waitFor()
    await expectAccessible(page)
    const live = await page.request.get(`${gatehouse.consoleUrl}/live/audit`)
    expect(await live.text()).toMatch(/^retry: \d+\n\nevent: trouble\ndata: \{"state":"refused"\}\n\n$/u)
    expect(complaints).toEqual([])
  })

  it('is told in German', async () => {
    const visit = await visitConsole(chromium, gatehouse, owner, '/audit', {
      viewport: { width: 1280, height: 800 },
      locale: 'de-DE',
    })
    await visit.page.getByRole('heading', { level: 1, name: 'Audit-Log' }).waitFor()
    await expectAccessible(visit.page)
    await expectFits(visit.page)
  })
})

/** The row of a client's registration is there. */
const shown = (page: Page, name: string) =>
  page.getByRole('table').locator('tbody tr').filter({ hasText: name }).waitFor()

/** The browser's tab goes to the background, as far as the page is told, or comes back. */
async function hide(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate(`
    Object.defineProperty(document, 'hidden', { configurable: true, value: ${isHidden} })
    document.dispatchEvent(new Event('visibilitychange'))
  `)
}

/** Changes the outcome of a client's registration behind the server's back. @returns its sequence */
async function changed(gatehouse: RunningGatehouse, clientId: string, outcome: string): Promise<string> {
  return inDatabase(gatehouse, async ({ pool }) => {
    const { rows } = await pool.query<{ sequence: string }>(
      `UPDATE audit_events SET outcome = ${outcome} WHERE client_id = $1 AND type = 'client.registered'
       RETURNING sequence::text`,
      [clientId],
    )
    return rows[0]?.sequence ?? ''
  })
}
