import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import { Chromium, describeInChromium, type Visit } from '../browser/chromium.js'
import { expectAccessible, expectFits, keepPicture, listSays } from '../browser/page-checks.js'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { administrator, visitConsole } from './administrator.js'

/** Links to people are fetched ahead; what their pages answer is not for these journeys to say. */
const isOurs = (complaint: string): boolean => !/ 404 .*\/users/u.test(complaint)

describeInChromium('Roles in the console', () => {
  const adminRoles = `/roles/${Buffer.from('urn:gatehouse:admin').toString('base64url')}`
  const search = randomBytes(4).toString('hex')
  let gatehouse: RunningGatehouse
  let chromium: Chromium
  let visit: Visit
  let owner: string

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    const person = await administrator(gatehouse, `Olga ${search}`, 'owner')
    owner = person.name
    chromium = await Chromium.start()
    visit = await visitConsole(chromium, gatehouse, person, '/roles')
  }, START_TIMEOUT)
  afterAll(() => chromium?.stop())

  it('lists the roles of every API with how many hold each, and leads to who holds one', async () => {
    const { page, complaints } = visit
    await page.getByRole('row', { name: /auditor.*Bank/u }).waitFor()
    await expectAccessible(page)
    await keepPicture(page, 'console-roles')
    await expectFits(page)
    await page.getByRole('combobox', { name: 'API' }).click()
    await page.getByRole('option', { name: 'Gatehouse administration' }).click()
    await listSays(page, '4 results')
    expect(new URL(page.url()).searchParams.get('resource')).toBe('urn:gatehouse:admin')
    await page.getByRole('link', { name: /owner/u }).click()
    await page.getByRole('heading', { level: 1, name: 'owner' }).waitFor()
    const link = page.getByRole('link', { name: owner })
    expect(await link.getAttribute('href')).toMatch(/^\/users\/[\w-]{36}$/u)
    await expectAccessible(page)
    await keepPicture(page, 'console-role')
    await expectFits(page)
    await page.getByRole('link', { name: 'Edit in Gatehouse administration' }).click()
    await page.getByRole('heading', { level: 1, name: 'Gatehouse administration' }).waitFor()
    expect(complaints.filter(isOurs)).toEqual([])
  })

  it('exports who holds a role', async () => {
    const csv = await visit.page.request.get(`${gatehouse.consoleUrl}/export${adminRoles}/owner?format=csv`)
    expect(await csv.text()).toContain(owner)
    const json = await visit.page.request.get(
      `${gatehouse.consoleUrl}/export/roles?format=json&resource=urn:gatehouse:admin`,
    )
    expect(await json.json()).toHaveLength(4)
  })

  it('teaches when nothing matches, when nobody holds a role, and when there is no such role', async () => {
    const { page, complaints } = visit
    await page.goto(`${gatehouse.consoleUrl}/roles?search=nothing-is-called-so`)
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor()
    await expectAccessible(page)
    const bank = Buffer.from(gatehouse.bankUrl).toString('base64url')
    await page.goto(`${gatehouse.consoleUrl}/roles/${bank}/auditor`)
    await page.getByRole('heading', { level: 1, name: 'auditor' }).waitFor()
    await expectAccessible(page)
    expect(complaints.filter(isOurs)).toEqual([])
    await page.goto(`${gatehouse.consoleUrl}${adminRoles}/emperor`)
    await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor()
    complaints.length = 0 // the browser's own line about the status 404
  })

  it('shows somebody without a role which permission is missing', async () => {
    const nobody = await administrator(gatehouse, 'Nora Nobody')
    const { page, complaints } = await visitConsole(chromium, gatehouse, nobody, `${adminRoles}/owner`)
    await page.getByRole('heading', { level: 1, name: 'You may not see this' }).waitFor()
    expect(await page.getByText(owner).count()).toBe(0)
    await expectAccessible(page)
    expect(complaints.filter(isOurs)).toEqual([])
  })
})
