import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import { Chromium, describeInChromium, type Visit } from '../browser/chromium.js'
import { expectAccessible, expectFits, keepPicture, listSays } from '../browser/page-checks.js'
import { registerClient } from '../gatehouse/registration.js'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { administrator, visitConsole } from './administrator.js'

describeInChromium('APIs in the console', () => {
  const suffix = randomBytes(4).toString('hex')
  const name = `Orders ${suffix}`
  const identifier = `https://orders-${suffix}.example.test`
  let gatehouse: RunningGatehouse
  let chromium: Chromium
  let visit: Visit
  let path: string
  let clientId: string

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    const owner = await administrator(gatehouse, 'Olga Owner', 'owner')
    chromium = await Chromium.start()
    visit = await visitConsole(chromium, gatehouse, owner, '/resources')
  }, START_TIMEOUT)
  afterAll(() => chromium?.stop())

  it('registers an API with its scopes, and shows the code that protects it', async () => {
    const { page, complaints } = visit
    await page.getByRole('link', { name: 'Register an API' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Register an API' }).waitFor()
    await expectAccessible(page)
    await page.getByLabel('Identifier').fill('not an address')
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
    await page.getByRole('textbox', { name: 'Name 1' }).fill('openid')
    await page.getByRole('textbox', { name: 'What people read when asked 1' }).fill('See your orders')
    await page.getByRole('button', { name: 'Register an API' }).click()
    await page.locator('[aria-invalid="true"]').first().waitFor()
    expect(await page.locator('[aria-invalid="true"]').count()).toBe(2)
    await expectAccessible(page)
    await page.getByLabel('Identifier').fill(identifier)
    await page.getByRole('textbox', { name: 'Name 1' }).fill('orders:read')
    await page.getByRole('button', { name: 'Add a scope' }).click()
    await page.getByRole('textbox', { name: 'Name 2' }).fill('orders:write')
    await page.getByRole('textbox', { name: 'What people read when asked 2' }).fill('Order for you')
    await page.getByRole('checkbox', { name: 'Sensitive: orders:write' }).check()
    await keepPicture(page, 'console-new-api')
    await expectFits(page)
    await page.getByRole('button', { name: 'Register an API' }).dblclick()

    await page.getByRole('heading', { level: 1, name }).waitFor()
    await page.getByRole('link', { name: 'Register its client' }).waitFor()
    const { pathname } = new URL(page.url())
    path = pathname.replace('/protect', '')
    expect(path).toBe(`/resources/${Buffer.from(identifier).toString('base64url')}`)
    const code = await page.getByLabel('NestJS', { exact: true }).locator('pre').textContent()
    expect(code).toContain(`issuer: '${gatehouse.issuer}'`)
    expect(code).toContain(`audience: '${identifier}'`)
    expect(code).toContain("@RequireScopes('orders:write')")
    expect(complaints).toEqual([])
  })

  it('finds it in the list and by the palette, and exports what is found', async () => {
    const { page, complaints } = visit
    await page.goto(`${gatehouse.consoleUrl}/resources?search=${suffix.toUpperCase()}`)
    await listSays(page, '1 result')
    await expectAccessible(page)
    await page.locator('h1').focus()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name }).waitFor()
    await page.goto(`${gatehouse.consoleUrl}/resources?search=nothing-is-called-so`)
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor()
    await expectAccessible(page)
    await page.locator('h1').focus()
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder(/Find a page/u).fill(name)
    await page.getByRole('dialog').getByText(name).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name }).waitFor()
    const csv = await page.request.get(`${gatehouse.consoleUrl}/export/resources?format=csv&search=${suffix}`)
    expect((await csv.text()).trim().split('\r\n')).toHaveLength(2)
    expect(complaints).toEqual([])
  })

  it('changes scopes and lifetime, and refuses a scope that has no sentence at its place', async () => {
    const { page, complaints } = visit
    await page.goto(`${gatehouse.consoleUrl}${path}`)
    await page.getByRole('button', { name: 'Add a scope' }).click()
    await page.getByRole('textbox', { name: 'Name 3' }).fill('orders:cancel')
    await page.getByLabel('Lifetime of access tokens').fill('300')
    await page.getByText('5 minutes').waitFor()
    await page.getByRole('button', { name: 'Save changes' }).click()
    const sentence = page.getByRole('textbox', { name: 'What people read when asked 3' })
    await page.locator('[aria-invalid="true"]').waitFor()
    expect(await sentence.getAttribute('aria-invalid')).toBe('true')
    await expectAccessible(page)
    await sentence.fill('Cancel your orders')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByRole('button', { name: 'Save changes' }).waitFor({ state: 'hidden' })
    await page.reload()
    expect(await page.getByLabel('Lifetime of access tokens').inputValue()).toBe('300 s')
    expect(complaints).toEqual([])
  })

  it('shows which clients may ask for its scopes', async () => {
    const { page, complaints } = visit
    const registered = await registerClient(gatehouse, {
      name: `Till ${suffix}`,
      scopes: ['openid'],
      resource: identifier,
      resourceScopes: ['orders:read'],
    })
    clientId = registered.clientId
    await page.goto(`${gatehouse.consoleUrl}${path}/clients`)
    await page.getByRole('link', { name: new RegExp(`Till ${suffix}`, 'u') }).waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })

  it('does not let a scope go while a client holds it, and leads to the client', async () => {
    const { page, complaints } = visit
    await page.goto(`${gatehouse.consoleUrl}${path}`)
    await page.getByRole('button', { name: 'Remove the scope: orders:read' }).click()
    await page.getByRole('button', { name: 'Save changes' }).click()
    const refusal = page.getByRole('alert').filter({ hasText: 'orders:read' })
    await refusal.getByRole('link', { name: clientId }).waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })

  it('does not let the API go while a client holds a scope of it, and leads to the client', async () => {
    const { page, complaints } = visit
    await page.goto(`${gatehouse.consoleUrl}${path}/danger`)
    await page.getByRole('link', { name: '1 client may ask for its scopes' }).waitFor()
    await page.getByRole('button', { name: 'Remove' }).click()
    const dialog = page.getByRole('dialog', { name: `Remove ${name}?` })
    await expectAccessible(page)
    expect(await dialog.getByRole('button', { name: 'Remove' }).isDisabled()).toBe(true)
    await dialog.getByRole('textbox').fill(identifier)
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await dialog.getByRole('link', { name: clientId }).waitFor()
    await expectAccessible(page)
    await keepPicture(page, 'console-api-in-use')
    await dialog.getByRole('link', { name: clientId }).click()
    await page.getByRole('heading', { level: 1, name: `Till ${suffix}` }).waitFor()
    expect(complaints).toEqual([])
  })

  it('removes an API that nobody depends on', async () => {
    const { page, complaints } = visit
    const unused = `https://unused-${suffix}.example.test`
    await page.goto(`${gatehouse.consoleUrl}/new/resource`)
    await page.getByLabel('Identifier').fill(unused)
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(`Unused ${suffix}`)
    await page.getByRole('button', { name: 'Register an API' }).click()
    await page.getByRole('heading', { level: 1, name: `Unused ${suffix}` }).waitFor()
    await page.getByRole('link', { name: 'Danger' }).click()
    await page.getByRole('button', { name: 'Remove' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill(unused)
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await page.waitForURL(`${gatehouse.consoleUrl}/resources`)
    await page.goto(`${gatehouse.consoleUrl}/resources/${Buffer.from(unused).toString('base64url')}`)
    await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor()
    expect(complaints.splice(0).filter((complaint) => !complaint.includes('404'))).toEqual([])
  })

  it('shows the second of two admins what the first changed', async () => {
    const admin = await administrator(gatehouse, 'Adam Admin', 'admin')
    const first = await visitConsole(chromium, gatehouse, admin, path)
    await visit.page.goto(`${gatehouse.consoleUrl}${path}`)
    const field = (at: typeof visit) =>
      at.page.getByRole('textbox', { name: 'What people read when asked 2' })
    await field(first).fill('Look at your orders')
    await field(visit).fill('Read your orders')
    await first.page.getByRole('button', { name: 'Save changes' }).click()
    await first.page.getByRole('button', { name: 'Save changes' }).waitFor({ state: 'hidden' })
    await visit.page.getByRole('button', { name: 'Save changes' }).click()
    const dialog = visit.page.getByRole('dialog', { name: 'Somebody else changed this meanwhile' })
    await dialog.getByText(/Look at your orders/u).waitFor()
    await dialog.getByText(/Read your orders/u).waitFor()
    await expectAccessible(visit.page)
    await keepPicture(visit.page, 'console-api-conflict')
    await dialog.getByRole('button', { name: 'Take what is there' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await visit.page.getByRole('button', { name: 'Save changes' }).waitFor({ state: 'hidden' })
    expect(await field(visit).inputValue()).toBe('Look at your orders')
    expect([...first.complaints, ...visit.complaints]).toEqual([])
  })

  it('keeps parts of the server from being changed, and says so', async () => {
    const { page, complaints } = visit
    await page.goto(
      `${gatehouse.consoleUrl}/resources/${Buffer.from('urn:gatehouse:admin').toString('base64url')}`,
    )
    await page.getByText('A part of the server').waitFor()
    expect(await page.getByRole('button', { name: 'Add a scope' }).count()).toBe(0)
    await expectAccessible(page)
    await expectFits(page)
    await page.getByRole('link', { name: 'Danger' }).click()
    await page.getByText('A part of the server stays').waitFor()
    expect(await page.getByRole('button', { name: 'Remove' }).count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it('tells an auditor which permission a change needs', async () => {
    const auditor = await administrator(gatehouse, 'Ada Auditor', 'auditor')
    const reading = await visitConsole(chromium, gatehouse, auditor, path)
    await reading.page.getByRole('textbox', { name: 'Name', exact: true }).fill('By an auditor')
    await reading.page.getByRole('button', { name: 'Save changes' }).click()
    await reading.page.getByRole('alert').filter({ hasText: 'admin:resources:write' }).waitFor()
    // Elsewhere the bar that saves lies over what is scrolled below it.
    await reading.page.evaluate('scrollTo(0, document.documentElement.scrollHeight)')
    await expectAccessible(reading.page)
    expect(reading.complaints).toEqual([])
  })

  it('shows somebody without a role which permission is missing', async () => {
    const nobody = await administrator(gatehouse, 'Nora Nobody')
    const { page, complaints } = await visitConsole(chromium, gatehouse, nobody, path)
    await page.getByRole('heading', { level: 1, name: 'You may not see this' }).waitFor()
    await page.getByText('admin:resources:read').waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })

  it.each(['', '/clients', '/protect', '/danger'])(
    'shows the part "%s" of an API without a fault that axe-core knows, wide and narrow (WCAG 2.2 AA)',
    async (part) => {
      const { page, complaints } = visit
      await page.goto(`${gatehouse.consoleUrl}${path}${part}`)
      await page.getByRole('heading', { level: 1, name }).waitFor()
      await expectAccessible(page)
      await keepPicture(page, `console-api${part.replace('/', '-')}`)
      await expectFits(page)
      expect(complaints).toEqual([])
    },
  )

  it('shows the list without a fault that axe-core knows, wide and narrow (WCAG 2.2 AA)', async () => {
    const { page, complaints } = visit
    await page.goto(`${gatehouse.consoleUrl}/resources`)
    await page.getByRole('table').waitFor()
    await expectAccessible(page)
    await keepPicture(page, 'console-apis')
    await expectFits(page)
    expect(complaints).toEqual([])
  })
})
