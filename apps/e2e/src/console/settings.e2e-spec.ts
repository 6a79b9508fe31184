import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { Chromium, describeInChromium, type Visit } from '../browser/chromium.js'
import { expectAccessible, expectFits, keepPicture, listSays } from '../browser/page-checks.js'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { administrator, visitConsole } from './administrator.js'

describeInChromium('Settings in the console', () => {
  let gatehouse: RunningGatehouse
  let chromium: Chromium
  let visit: Visit

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    const auditor = await administrator(gatehouse, 'Ada Auditor', 'auditor')
    chromium = await Chromium.start()
    visit = await visitConsole(chromium, gatehouse, auditor, '/settings')
  }, START_TIMEOUT)
  afterAll(() => chromium?.stop())

  const item = (name: string) => visit.page.getByRole('listitem').filter({ hasText: name })

  it('shows what is in force and where it comes from, and of secrets only that they are set', async () => {
    const { page, complaints } = visit
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
    await item('GATEHOUSE_ISSUER').getByText(gatehouse.issuer, { exact: true }).waitFor()
    await item('GATEHOUSE_ID_TOKEN_LIFETIME_SECONDS').getByText('1 hour').waitFor()
    for (const name of ['DATABASE_URL', 'GATEHOUSE_KEY_ENCRYPTION_KEY', 'GATEHOUSE_COOKIE_SECRET']) {
      await item(name).getByText('Set, and never shown').first().waitFor()
    }
    expect(await page.content()).not.toMatch(/postgres(ql)?:\/\//u)
    await expectAccessible(page)
    await keepPicture(page, 'console-settings')
    await expectFits(page)
    expect(complaints).toEqual([])
  })

  it('is searched and filtered by its address, and links to one setting', async () => {
    const { page, complaints } = visit
    await page.getByRole('searchbox').fill('refresh')
    await listSays(page, '3 results')
    expect(await item('GATEHOUSE_ISSUER').count()).toBe(0)
    await page.getByRole('link', { name: 'Link to GATEHOUSE_REFRESH_GRACE_SECONDS' }).click()
    await page.waitForURL(/search=refresh#GATEHOUSE_REFRESH_GRACE_SECONDS$/u)
    await expectAccessible(page)
    await page.goto(`${gatehouse.consoleUrl}/settings?source=default&search=nothing-means-so`)
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor()
    await expectAccessible(page)
    const csv = await page.request.get(`${gatehouse.consoleUrl}/export/settings?format=csv&search=refresh`)
    expect((await csv.text()).trim().split('\r\n')).toHaveLength(4)
    expect(complaints).toEqual([])
  })

  it('shows somebody without a role which permission is missing', async () => {
    const nobody = await administrator(gatehouse, 'Nora Nobody')
    const { page, complaints } = await visitConsole(chromium, gatehouse, nobody, '/settings')
    await page.getByText('admin:settings:read').waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })
})
