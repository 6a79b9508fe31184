import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import { Chromium, describeInChromium, type Visit } from '../browser/chromium.js'
import { expectAccessible, expectFits, keepPicture, listSays, signIn } from '../browser/page-checks.js'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { administrator, expectSignedOut, visitConsole, type Administrator } from './administrator.js'

describeInChromium('Users in the console', () => {
  const mark = randomBytes(4).toString('hex')
  const mail = `tina.${mark}@example.test`
  let gatehouse: RunningGatehouse
  let chromium: Chromium
  let owner: Administrator
  let support: Administrator
  let auditor: Administrator
  let nobody: Administrator
  let ofOwner: Visit
  let password: string

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    owner = await administrator(gatehouse, `Olga ${mark}`, 'owner')
    support = await administrator(gatehouse, `Sven ${mark}`, 'support')
    auditor = await administrator(gatehouse, `Ada ${mark}`, 'auditor')
    nobody = await administrator(gatehouse, `Nora ${mark}`)
    chromium = await Chromium.start()
    ofOwner = await visit(owner, '/users')
  }, START_TIMEOUT)
  afterAll(() => chromium?.stop())

  const visit = (person: Administrator, path: string) => visitConsole(chromium, gatehouse, person, path)
  const ownerAt = async (path: string): Promise<Visit> => {
    await ofOwner.page.goto(`${gatehouse.consoleUrl}${path}`)
    return ofOwner
  }

  it('makes an account whose password is shown once', async () => {
    const { page, complaints } = await ownerAt('/users')
    await page.getByRole('link', { name: 'Create a user' }).click()
    await page.getByRole('heading', { level: 1, name: 'Create a user' }).waitFor()
    await page.getByLabel('Mail address', { exact: true }).fill('no address')
    await page.getByRole('button', { name: 'Create' }).click()
    await page.locator('[aria-invalid="true"]').first().waitFor()
    await expectAccessible(page)
    await keepPicture(page, 'console-new-user')
    await page.getByLabel('Mail address', { exact: true }).fill(mail)
    await page.getByLabel('Full name').fill(`Tina Teller ${mark}`)
    await page.getByRole('radio', { name: 'Make a random one' }).check()
    await page.getByRole('button', { name: 'Create' }).dblclick()

    const dialog = page.getByRole('dialog', { name: 'The password, this once' })
    await dialog.waitFor()
    expect(await dialog.locator('pre').first().textContent()).toBe(mail)
    password = (await dialog.locator('pre').last().textContent()) ?? ''
    expect(password.length).toBeGreaterThan(15)
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await dialog.getByRole('checkbox').check()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('heading', { level: 1, name: `Tina Teller ${mark}` }).waitFor()
    expect(await page.content()).not.toContain(password)
    expect(complaints).toEqual([])
  })

  it('invites somebody by a link, with which they choose a password that nobody else knows', async () => {
    const { page, complaints } = await ownerAt('/new/user')
    await page.getByLabel('User name').fill(`ines-${mark}`)
    await page.getByRole('button', { name: 'Create' }).dblclick()
    const dialog = page.getByRole('dialog', { name: `The link for ines-${mark}, this once` })
    const link = (await dialog.locator('pre').textContent()) ?? ''
    await expectAccessible(page)
    await keepPicture(page, 'console-password-link')
    await dialog.getByRole('checkbox').check()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('heading', { level: 1, name: `ines-${mark}` }).waitFor()
    expect(await page.content()).not.toContain(link)

    const guest = await chromium.visit()
    await guest.page.goto(link)
    await expectAccessible(guest.page)
    await guest.page.getByLabel('New password').fill('short')
    await guest.page.getByRole('button', { name: 'Set password' }).click()
    await guest.page.getByRole('alert').waitFor()
    await expectAccessible(guest.page)
    await keepPicture(guest.page, 'choose-password')
    const chosen = randomBytes(12).toString('hex')
    await guest.page.getByLabel('New password').fill(chosen)
    await guest.page.getByRole('button', { name: 'Set password' }).click()
    await guest.page.getByRole('heading', { level: 1, name: 'Your password is set' }).waitFor()
    await expectAccessible(guest.page)
    await guest.page.goto(`${gatehouse.consoleUrl}/users`)
    await signIn(guest.page, { username: `ines-${mark}`, password: chosen })
    await guest.page.getByRole('heading', { level: 1, name: 'You may not see this' }).waitFor()
    expect([...complaints, ...guest.complaints]).toEqual([])
    await guest.page.goto(link)
    await guest.page.getByText('This link has been used or has expired.').waitFor()
  })

  it('makes accounts with a password of ones own, or with none', async () => {
    const { page, complaints } = await ownerAt('/new/user')
    await page.getByLabel('User name').fill(`own-${mark}`)
    await page.getByRole('radio', { name: 'Choose one' }).check()
    await page.getByLabel(/^Password/u).fill('short')
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByText(/at least \d+ characters/u).waitFor()
    await expectAccessible(page)
    await page.getByLabel(/^Password/u).fill(randomBytes(12).toString('hex'))
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('heading', { level: 1, name: `own-${mark}` }).waitFor()
    await page.goto(`${gatehouse.consoleUrl}/new/user`)
    await page.getByLabel('User name').fill(`none-${mark}`)
    await page.getByRole('radio', { name: 'None yet' }).check()
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('heading', { level: 1, name: `none-${mark}` }).waitFor()
    await page.getByText('No password', { exact: true }).waitFor()
    expect(complaints).toEqual([])
  })

  it('finds people by any part of mail or name, filters, sorts, exports, and teaches when nobody matches', async () => {
    const { page, complaints } = await ownerAt('/users')
    await page.getByRole('searchbox').fill(mark.toUpperCase())
    await listSays(page, '8 results')
    await expectAccessible(page)
    await page.getByRole('combobox', { name: 'Password' }).click()
    await page.getByRole('option', { name: 'No password' }).click()
    await listSays(page, '1 result')
    expect(new URL(page.url()).searchParams.get('has_password')).toBe('false')
    await page.getByRole('link', { name: `none-${mark}` }).waitFor()
    await page.getByRole('button', { name: 'Remove the filter Password' }).click()
    await listSays(page, '8 results')
    await page.getByRole('button', { name: 'Created' }).click()
    await page.waitForURL(/sort=created_at/u)
    const csv = await page.request.get(`${gatehouse.consoleUrl}/export/users?format=csv&search=${mark}`)
    expect((await csv.text()).trim().split('\r\n')).toHaveLength(9)
    await page.goto(`${gatehouse.consoleUrl}/users?search=nobody-is-called-so`)
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })

  it('loses nothing of what is typed, or chosen, while an answer is on its way', async () => {
    const { page, complaints } = await ownerAt('/users')
    const box = page.getByRole('searchbox')
    for (const _ of [1, 2, 3]) {
      await page.goto(`${gatehouse.consoleUrl}/users`)
      await box.pressSequentially(mark.slice(0, 3))
      await page.waitForRequest(/_rsc/u)
      await box.pressSequentially(mark.slice(3), { delay: 40 })
      await page.getByRole('combobox', { name: 'Password' }).click()
      await page.getByRole('option', { name: 'No password' }).click()
      await listSays(page, '1 result')
      expect(await box.inputValue()).toBe(mark)
    }
    await page.goBack()
    await page.waitForURL((url) => !url.searchParams.has('has_password'))
    const search = new URL(page.url()).searchParams.get('search') ?? ''
    await page.waitForFunction(
      (text) => document.querySelector<HTMLInputElement>('input[type=search]')?.value === text,
      search,
    )
    expect(complaints).toEqual([])
  })

  it('opens menus in the landmark of their button, with the focus on the first item', async () => {
    const { page, complaints } = await ownerAt('/users')
    for (const [button, first] of [
      [page.getByRole('button', { name: 'Export' }), 'CSV'],
      [page.getByRole('button', { name: `Account of ${owner.name}` }), 'English'],
    ] as const) {
      await button.click()
      const item = page.locator('[role^="menuitem"]', { hasText: first })
      await item.and(page.locator(':focus')).waitFor()
      await expectAccessible(page)
      await page.keyboard.press('Escape')
      await item.waitFor({ state: 'detached' })
    }
    expect(complaints).toEqual([])
  })

  it('finds a person by the palette, by their mail address', async () => {
    const { page, complaints } = await ownerAt('/')
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder(/Find a page/u).fill(mail)
    await page.getByRole('dialog').getByText(`Tina Teller ${mark}`).waitFor()
    await page.getByRole('dialog').getByText(`Users · ${mail}`).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: `Tina Teller ${mark}` }).waitFor()
    expect(complaints).toEqual([])
  })

  it('signs several people out at once, and says what was ended', async () => {
    const signedIn = await visit(support, '/users')
    const { page, complaints } = await ownerAt(`/users?search=${mark}`)
    await page.getByRole('checkbox', { name: `Select Sven ${mark}` }).check()
    await page.getByRole('checkbox', { name: `Select Tina Teller ${mark}` }).check()
    await keepPicture(page, 'console-users')
    const bulk = page.getByRole('region', { name: 'What to do with the selection' })
    await bulk.getByRole('button', { name: 'Sign out' }).click()
    const dialog = page.getByRole('dialog', { name: 'Sign 2 people out everywhere?' })
    await dialog.getByText(/refresh tokens end/u).waitFor()
    await dialog.getByText(/revocation feed/u).waitFor()
    await dialog.getByText(/back channel/u).waitFor()
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Sign out' }).click()
    const result = page.getByRole('dialog', { name: '2 people are signed out' })
    await result.waitFor()
    expect(await result.locator('dl').innerText()).toMatch(/Sessions\s+1|1\s+Sessions/u)
    await expectAccessible(page)
    await result.getByRole('button', { name: 'Done' }).click()
    await bulk.waitFor({ state: 'hidden' })
    await expectSignedOut(signedIn, gatehouse)
    expect(complaints).toEqual([])
  })

  it('suspends the others when one of several may not be, and says why that one stays', async () => {
    const { page, complaints } = await ownerAt(`/users?search=${mark}`)
    await page.getByRole('checkbox', { name: `Select Olga ${mark}` }).check()
    await page.getByRole('checkbox', { name: `Select Tina Teller ${mark}` }).check()
    await page.getByRole('region', { name: 'What to do with the selection' }).getByText('Suspend').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click()
    const result = page.getByRole('dialog', { name: '1 person is suspended' })
    await result.getByText(/You cannot switch yourself off/u).waitFor()
    await expectAccessible(page)
    await result.getByRole('button', { name: 'Done' }).click()
    await page
      .getByRole('row', { name: /Tina Teller/u })
      .getByText('Suspended')
      .waitFor()
    const suspended = await chromium.visit()
    await suspended.page.goto(`${gatehouse.consoleUrl}/users`)
    await signIn(suspended.page, { username: mail, password })
    await suspended.page.getByRole('alert').waitFor()
    expect(complaints).toEqual([])
  })

  it('shows an auditor the people, and names the permission that a change needs', async () => {
    const { page, complaints } = await visit(auditor, `/users?search=${mark}`)
    await page.getByRole('checkbox', { name: `Select Tina Teller ${mark}` }).check()
    await page.getByRole('region', { name: 'What to do with the selection' }).getByText('Suspend').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click()
    await page.getByRole('alert').filter({ hasText: 'admin:users:write' }).waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })

  it('shows somebody without a role nothing of the people', async () => {
    const { page, complaints } = await visit(nobody, '/users')
    await page.getByRole('heading', { level: 1, name: 'You may not see this' }).waitFor()
    await page.getByText('admin:users:read').waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })

  it('shows the list without sideways scrolling of the page, in German too', async () => {
    const { page, complaints } = await visitConsole(chromium, gatehouse, auditor, '/users', {
      locale: 'de-DE',
      viewport: { width: 1280, height: 800 },
    })
    await page.getByRole('heading', { level: 1, name: 'Personen' }).waitFor()
    await expectAccessible(page)
    await expectFits(page)
    await page.setViewportSize({ width: 360, height: 800 })
    await keepPicture(page, 'console-users-narrow-german')
    expect(complaints).toEqual([])
  })
})
