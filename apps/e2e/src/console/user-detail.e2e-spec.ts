import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { ADMIN_RESOURCE } from '@gatehouse/token-types'
import { randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import { Chromium, describeInChromium, type Visit } from '../browser/chromium.js'
import { expectAccessible, expectFits, keepPicture, signIn } from '../browser/page-checks.js'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { administrator, expectSignedOut, visitConsole, type Administrator } from './administrator.js'

describeInChromium('A person in the console', () => {
  const mark = randomBytes(4).toString('hex')
  const name = `Paula Person ${mark}`
  let gatehouse: RunningGatehouse
  let chromium: Chromium
  let owner: Administrator
  let person: Administrator
  let admin: Administrator
  let support: Administrator
  let ofOwner: Visit
  let ofAdmin: Visit
  let path: string
  let ownPath: string

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    owner = await administrator(gatehouse, `Olga ${mark}`, 'owner')
    person = await administrator(gatehouse, name)
    admin = await administrator(gatehouse, `Adam ${mark}`, 'admin')
    support = await administrator(gatehouse, `Sam ${mark}`, 'support')
    chromium = await Chromium.start()
    ofOwner = await visit(owner, '/users')
    path = await pathOf(ofOwner.page, name)
    ownPath = await pathOf(ofOwner.page, owner.name)
    ofAdmin = await visit(admin, path)
  }, START_TIMEOUT)
  afterAll(() => chromium?.stop())

  const pathOf = async (page: Page, who: string) => {
    await page.goto(`${gatehouse.consoleUrl}/users?search=${encodeURIComponent(who)}`)
    const href = await page.getByRole('link', { name: who }).getAttribute('href')
    return href ?? ''
  }
  const visit = (who: Administrator, where: string) => visitConsole(chromium, gatehouse, who, where)
  const at = async (known: Visit, where: string): Promise<Visit> => {
    await known.page.goto(`${gatehouse.consoleUrl}${where}`)
    return known
  }
  const field = (page: Page, label: string) => page.getByRole('textbox', { name: label, exact: true })
  const save = (page: Page) => page.getByRole('button', { name: 'Save changes' })
  const refusal = (page: Page, text: string | RegExp) =>
    page.getByRole('alert').filter({ hasText: text }).waitFor()

  it('shows the second of two admins what the first changed, and loses nothing', async () => {
    const first = await at(ofOwner, path)
    const second = await at(ofAdmin, path)
    await field(first.page, 'Nickname').fill('Of the first')
    await field(second.page, 'Nickname').fill('Of the second')
    await save(first.page).click()
    await save(first.page).waitFor({ state: 'hidden' })
    await save(second.page).click()
    const dialog = second.page.getByRole('dialog', { name: 'Somebody else changed this meanwhile' })
    await dialog.getByText('Of the first').waitFor()
    await dialog
      .getByRole('status')
      .filter({ hasText: `${owner.name} changed it` })
      .waitFor()
    await expectAccessible(second.page)
    await dialog.getByRole('button', { name: 'Save mine over it' }).click()
    await save(second.page).waitFor({ state: 'hidden' })
    await first.page.reload()
    expect(await field(first.page, 'Nickname').inputValue()).toBe('Of the second')
    expect([...first.complaints, ...second.complaints]).toEqual([])
  })

  it('puts a refused value at its field, and keeps a postal address', async () => {
    const { page, complaints } = await at(ofOwner, path)
    await field(page, 'Phone number').fill('not a number')
    await field(page, 'City').fill('Graz')
    await save(page).click()
    await page.locator('[aria-invalid="true"]').waitFor()
    await expectAccessible(page)
    await field(page, 'Phone number').fill('+43316123456')
    await save(page).click()
    await save(page).waitFor({ state: 'hidden' })
    await page.reload()
    expect(await field(page, 'City').inputValue()).toBe('Graz')
    expect(complaints).toEqual([])
  })

  it('gives a role and takes it away; an admin who is no owner is refused where it administers', async () => {
    const { page, complaints } = await at(ofOwner, path)
    await page.getByRole('button', { name: 'Give a role' }).click()
    const dialog = page.getByRole('dialog', { name: 'Give a role' })
    await dialog.getByRole('combobox', { name: 'Role' }).fill('auditor')
    await page.getByRole('group', { name: ADMIN_RESOURCE }).getByRole('option', { name: 'auditor' }).click()
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Give a role' }).click()
    await page.getByRole('cell', { name: ADMIN_RESOURCE }).waitFor()

    const { page: second } = await at(ofAdmin, path)
    await second.getByRole('button', { name: 'Take away: auditor' }).click()
    await second.getByRole('dialog').getByRole('button', { name: 'Take away' }).click()
    await refusal(second, /owners alone/u)
    await expectAccessible(second)

    await page.getByRole('button', { name: 'Take away: auditor' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Take away' }).click()
    await page.getByText('No roles').waitFor()
    expect([...complaints, ...ofAdmin.complaints]).toEqual([])
  })

  it('refuses that an owner takes the ownership from themselves, suspends or deletes themselves', async () => {
    const { page, complaints } = await at(ofOwner, ownPath)
    await page.getByRole('button', { name: 'Take away: owner' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Take away' }).click()
    await refusal(page, /Nobody takes the ownership from themselves/u)
    await page.goto(`${gatehouse.consoleUrl}${ownPath}/danger`)
    await page.getByRole('button', { name: 'Suspend' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click()
    await refusal(page, /cannot switch yourself off/u)
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Delete' }).click()
    const dialog = page.getByRole('dialog', { name: `Delete ${owner.name}?` })
    expect(await dialog.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true)
    await dialog.getByLabel(/to confirm/u).fill(owner.username)
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await refusal(page, /cannot remove yourself/u)
    expect(complaints).toEqual([])
  })

  it('resets the password, shows it once, and lets support do so but not change the profile', async () => {
    const { page, complaints } = await visit(support, `${path}/security`)
    await page.getByRole('button', { name: 'Reset to a random one' }).click()
    await expectAccessible(page)
    await page.getByRole('dialog').getByRole('button', { name: 'Reset to a random one' }).click()
    const dialog = page.getByRole('dialog', { name: 'The password, this once' })
    const password = (await dialog.locator('pre').last().textContent()) ?? ''
    await expectAccessible(page)
    await dialog.getByRole('checkbox').check()
    await dialog.getByRole('button', { name: 'Done' }).click()
    person = { ...person, password }
    await page.getByRole('button', { name: 'Make a link' }).click()
    await page.getByText(/until then the old one goes on/u).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Make a link' }).click()
    const link = page.getByRole('dialog', { name: /^The link for/u })
    await expectAccessible(page)
    await link.getByRole('checkbox').check()
    await link.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('button', { name: 'Unlock' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Unlock' }).click()
    await page.getByText(`${name} can try again`).waitFor()
    await page.goto(`${gatehouse.consoleUrl}${path}`)
    await field(page, 'Nickname').fill('By support')
    await save(page).click()
    await refusal(page, 'admin:users:write')
    await expectAccessible(page)
    await page.goto(`${gatehouse.consoleUrl}${ownPath}/security`)
    await page.getByRole('button', { name: 'Set a password' }).click()
    const set = page.getByRole('dialog', { name: 'Set a password' })
    await set.getByLabel('New password').fill(randomBytes(12).toString('hex'))
    await set.getByRole('button', { name: 'Set a password' }).click()
    await refusal(page, /owners alone/u)
    expect(complaints).toEqual([])
  })

  it('shows where the person is signed in and what they did, and signs them out everywhere', async () => {
    const theirs = await visit(person, '/users')
    await theirs.page.getByRole('heading', { name: 'You may not see this' }).waitFor()
    const { page, complaints } = await at(ofOwner, `${path}/sessions`)
    await page
      .getByRole('table')
      .getByText(/Chrome on/u)
      .waitFor()
    await expectAccessible(page)
    await keepPicture(page, 'console-user-sessions')
    await page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click()
    const result = page.getByRole('dialog', { name: `${name} is signed out` })
    await result.getByText(/refuses? the tokens|No API follows|no tokens to revoke/u).waitFor()
    await expectAccessible(page)
    await result.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('heading', { name: 'Not signed in anywhere' }).waitFor()
    await expectAccessible(page)
    await page.goto(`${gatehouse.consoleUrl}${path}/activity`)
    await page.getByRole('cell', { name: 'sessions.ended' }).first().waitFor()
    await page.getByRole('cell', { name: owner.name }).first().waitFor()
    await page.getByRole('link', { name: 'Done by them' }).click()
    await page.waitForURL(/by=actor/u)
    await page.getByRole('cell', { name: 'sessions.ended' }).first().waitFor({ state: 'detached' })
    await page.getByRole('cell', { name: 'sign_in.succeeded' }).first().waitFor()
    await expectSignedOut(theirs, gatehouse)
    expect(complaints).toEqual([])
  })

  it('shows every part of an account without a fault that axe-core knows, wide and narrow (WCAG 2.2 AA)', async () => {
    const { page, complaints } = await at(ofOwner, path)
    for (const part of ['', '/security', '/sessions', '/apps', '/activity', '/raw', '/danger']) {
      await page.goto(`${gatehouse.consoleUrl}${path}${part}`)
      await page.getByRole('heading', { level: 1, name }).waitFor()
      await expectAccessible(page)
      await keepPicture(page, `console-user${part.replace('/', '-') || '-overview'}`)
      await expectFits(page)
    }
    await page.setViewportSize({ width: 360, height: 800 })
    await page.goto(`${gatehouse.consoleUrl}${path}`)
    await keepPicture(page, 'console-user-narrow')
    expect(complaints).toEqual([])
  })

  it('suspends, enables and deletes the person by typing their mail address', async () => {
    const { page, complaints } = await at(ofOwner, `${path}/danger`)
    await page.getByRole('button', { name: 'Suspend' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click()
    await page.getByRole('button', { name: 'Enable' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Enable' }).click()
    await page.getByRole('button', { name: 'Suspend' }).waitFor()
    const refused = await chromium.visit()
    await page.getByRole('button', { name: 'Delete' }).click()
    const dialog = page.getByRole('dialog', { name: `Delete ${name}?` })
    await dialog.getByLabel(/to confirm/u).fill(person.username)
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor()
    await page.goto(`${gatehouse.consoleUrl}${path}`)
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor()
    await refused.page.goto(`${gatehouse.consoleUrl}/users`)
    await signIn(refused.page, person)
    await refused.page.getByRole('alert').waitFor()
    expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([])
  })
})
