import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import { Chromium, describeInChromium, type Visit } from '../browser/chromium.js'
import { expectAccessible, expectFits, keepPicture, listSays } from '../browser/page-checks.js'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { administrator, visitConsole } from './administrator.js'

describeInChromium('Clients in the console', () => {
  const name = `Bookshop ${randomBytes(4).toString('hex')}`
  let gatehouse: RunningGatehouse
  let chromium: Chromium
  let visit: Visit
  let secret: string
  let clientId: string

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    const owner = await administrator(gatehouse, 'Olga Owner', 'owner')
    chromium = await Chromium.start()
    visit = await visitConsole(chromium, gatehouse, owner, '/clients')
  }, START_TIMEOUT)
  afterAll(() => chromium?.stop())

  it('registers a client from its kind to its secret, which is shown once', async () => {
    const { page, complaints } = visit
    await page.getByRole('link', { name: 'Register a client' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Register a client' }).waitFor()
    await expectAccessible(page)
    await page.getByRole('radio', { name: /Website with a server/u }).click()
    await page.getByLabel('Name').fill(name)
    await page.getByLabel('Redirect URIs').fill('http://shop.example.test/callback')
    await page.getByRole('button', { name: 'Register' }).click()
    await page.locator('[aria-invalid="true"]').waitFor()
    await expectAccessible(page)
    await page.getByLabel('Redirect URIs').fill('https://shop.example.test/callback')
    await page.getByRole('button', { name: 'Register' }).dblclick()

    const dialog = page.getByRole('dialog', { name: 'The secret, this once' })
    await dialog.waitFor()
    secret = (await dialog.locator('pre').first().textContent()) ?? ''
    expect(secret.length).toBeGreaterThan(30)
    await expectAccessible(page)
    expect(await dialog.getByRole('button', { name: 'Done' }).isDisabled()).toBe(true)
    await page.keyboard.press('Escape')
    await dialog.getByRole('tab', { name: '.env' }).click()
    expect(await dialog.locator('pre').textContent()).toContain(`OIDC_CLIENT_SECRET=${secret}`)
    await dialog.getByRole('checkbox').check()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('heading', { level: 1, name }).waitFor()
    clientId = decodeURIComponent(new URL(page.url()).pathname.split('/')[2] ?? '')
    expect(complaints).toEqual([])
  })

  it('made one client of a double click, and never shows its secret again', async () => {
    const { page, complaints } = visit
    expect(await page.content()).not.toContain(secret)
    await page.goto(`${gatehouse.consoleUrl}/clients`)
    await page.getByRole('searchbox').fill(name.toUpperCase())
    await page.waitForURL((url) => url.searchParams.get('search') === name.toUpperCase())
    await listSays(page, '1 result')
    await page.getByRole('link', { name: new RegExp(name, 'u') }).click()
    await page.getByRole('heading', { level: 1, name }).waitFor()
    await page.goBack()
    await listSays(page, '1 result')
    expect(complaints).toEqual([])
  })

  it('finds it by the palette, and walks a list by keys alone', async () => {
    const { page, complaints } = visit
    await page.goto(`${gatehouse.consoleUrl}/clients?search=${encodeURIComponent(name)}`)
    await page.getByRole('link', { name: new RegExp(name, 'u') }).waitFor()
    await page.locator('h1').focus()
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.getByRole('region', { name: 'What to do with the selection' }).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder(/Find a page/u).fill(name)
    await page.getByRole('dialog').getByText(name).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name }).waitFor()
    expect(complaints).toEqual([])
  })

  it('teaches when nothing matches, and exports what is filtered', async () => {
    const { page, complaints } = visit
    await page.goto(`${gatehouse.consoleUrl}/clients?search=nothing-is-called-so`)
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Clear search and filters' }).click()
    await page.waitForURL(`${gatehouse.consoleUrl}/clients`)
    const csv = await page.request.get(
      `${gatehouse.consoleUrl}/export/clients?format=csv&search=${encodeURIComponent(name)}`,
    )
    const lines = (await csv.text()).trim().split('\r\n')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain(clientId)
    expect(complaints).toEqual([])
  })

  it('tells without a browser what becomes of a sign-in, what the tokens hold, and why one is refused', async () => {
    const { page, complaints } = visit
    await page.goto(`${gatehouse.consoleUrl}/clients/${encodeURIComponent(clientId)}/test`)
    const request = page.getByRole('textbox', { name: 'Authorization request' })
    await page.getByRole('button', { name: 'Try' }).click()
    await page.getByRole('heading', { name: 'It would be answered' }).waitFor()
    expect(await page.getByRole('heading', { name: 'What the tokens would hold' }).count()).toBe(0)
    await page.getByRole('combobox', { name: 'For' }).fill('Olga')
    await page
      .getByRole('option', { name: /Olga Owner/u })
      .first()
      .click()
    await page.getByRole('button', { name: 'Try' }).click()
    const claims = page.getByRole('table', { name: 'Claims' })
    await claims.getByRole('row', { name: /^sub / }).waitFor()
    await expectAccessible(page)
    await keepPicture(page, 'console-client-test')
    await page.getByRole('tab', { name: 'ID token' }).click()
    await claims.getByText(clientId).waitFor()

    const right = await request.inputValue()
    await request.fill(right.replace('callback', 'Callback'))
    await page.getByRole('button', { name: 'Try' }).click()
    await page.getByRole('heading', { name: 'It would be refused' }).waitFor()
    await page.locator('mark').first().waitFor()
    await expectAccessible(page)
    await keepPicture(page, 'console-client-test-refused')
    await expectFits(page)
    await request.fill('client_id=another')
    await page.getByRole('button', { name: 'Try' }).click()
    await page.getByText(/must name this client/u).waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })

  it('shows every page of a client without a fault that axe-core knows, wide and narrow (WCAG 2.2 AA)', async () => {
    const { page, complaints } = visit
    await page.goto(`${gatehouse.consoleUrl}/clients`)
    await page.getByRole('table').waitFor()
    await expectAccessible(page)
    await keepPicture(page, 'console-clients')
    for (const part of ['', '/settings', '/credentials', '/danger']) {
      await page.goto(`${gatehouse.consoleUrl}/clients/${encodeURIComponent(clientId)}${part}`)
      await page.getByRole('heading', { level: 1, name }).waitFor()
      await expectAccessible(page)
      await keepPicture(page, `console-client${part.replace('/', '-') || '-integrate'}`)
      await expectFits(page)
    }
    expect(complaints).toEqual([])
  })
})
