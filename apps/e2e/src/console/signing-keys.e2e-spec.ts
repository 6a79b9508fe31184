import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import { Chromium, describeInChromium } from '../browser/chromium.js'
import { expectAccessible, expectFits, keepPicture } from '../browser/page-checks.js'
import { instanceOfRun, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { administrator, visitConsole, type Administrator } from './administrator.js'
import { TokenHolder } from './token-holder.js'

/** An instance of its own: whoever revokes a key ends the tokens of everybody. */
describeInChromium('Signing keys in the console', () => {
  let gatehouse: RunningGatehouse
  let chromium: Chromium
  let owner: Administrator
  let holder: TokenHolder

  beforeAll(async () => {
    gatehouse = await instanceOfRun('keys', { GATEHOUSE_KEY_ROTATION_DAYS: '90' })
    ;[owner, holder, chromium] = await Promise.all([
      administrator(gatehouse, 'Olga Owner', 'owner'),
      TokenHolder.register(gatehouse, `Reader ${randomBytes(4).toString('hex')}`),
      Chromium.start(),
    ])
  }, START_TIMEOUT)
  afterEach(() => chromium?.leave())
  afterAll(() => chromium?.stop())

  const open = (person = owner) => visitConsole(chromium, gatehouse, person, '/signing-keys')
  const keys = (page: Page, alg = 'ES256') => page.getByRole('list', { name: `Keys of ${alg}` })
  const kidOf = async (page: Page, state: string, alg = 'ES256') =>
    (await keys(page, alg)
      .getByRole('listitem')
      .filter({ hasText: state })
      .first()
      .locator('code')
      .textContent()) ?? ''

  it('shows each algorithm with its keys, and no private half', async () => {
    const { page, complaints } = await open()
    await keys(page).getByText('Active').waitFor()
    await keys(page, 'RS256').getByText('Active').waitFor()
    // The next key is made at the first turn of the schedule, half a minute after the start.
    for (let times = 0; times < 30 && !(await keys(page).getByText('Next').isVisible()); times += 1) {
      await page.waitForTimeout(3_000)
      await page.reload()
      await keys(page).getByText('Active').waitFor()
    }
    await keys(page).getByText('Next').waitFor()
    expect(await page.content()).not.toMatch(/"d"|sealed_private|private_jwk/u)
    await expectAccessible(page)
    await expectFits(page)
    expect(complaints).toEqual([])
  }, 60_000)

  it('rotates before APIs know the next key only with a word typed, and nobody is signed out', async () => {
    const tokens = await holder.signIn()
    const { page, complaints } = await open()
    const [current, next] = [await kidOf(page, 'Active'), await kidOf(page, 'Next')]
    await page.getByRole('button', { name: 'Rotate now: ES256' }).click()
    const dialog = page.getByRole('dialog', { name: 'Rotate ES256' })
    await dialog.getByText(next).waitFor()
    await dialog.getByText('Not every API knows the next key yet').waitFor()
    await expectAccessible(page)
    await keepPicture(page, 'console-key-rotation')
    const button = dialog.getByRole('button', { name: 'Rotate all the same' })
    expect(await button.isDisabled()).toBe(true)
    await dialog.getByLabel(/Type ES256/u).fill('ES256')
    await button.click()
    await keys(page).getByRole('listitem', { name: next }).getByText('Active').waitFor()
    await keys(page).getByRole('listitem', { name: current }).getByText('Retiring').waitFor()
    await expectAccessible(page)
    expect(await holder.callBank(tokens)).toBe(200)
    expect(complaints).toEqual([])
  })

  it('revokes a compromised key: its tokens are refused, new ones pass, and the admin goes on', async () => {
    const tokens = await holder.signIn()
    expect(await holder.callBank(tokens)).toBe(200)
    const { page, complaints } = await open()
    const kid = await kidOf(page, 'Active')
    await page.getByRole('button', { name: `Revoke the key ${kid}` }).click()
    const dialog = page.getByRole('dialog', { name: 'Revoke a compromised key' })
    await dialog.getByText('honest or forged').waitFor()
    await expectAccessible(page)
    await keepPicture(page, 'console-key-revocation')
    const button = dialog.getByRole('button', { name: 'Revoke the key' })
    await dialog.getByLabel(/Type/u).fill(kid.slice(0, -1))
    expect(await button.isDisabled()).toBe(true)
    await dialog.getByLabel(/Type/u).fill(kid)
    await button.click()
    await keys(page).getByRole('listitem', { name: kid }).getByText('Revoked').first().waitFor()
    await page.getByRole('status').filter({ hasText: 'follows the list' }).waitFor()
    await expectAccessible(page)
    await keepPicture(page, 'console-signing-keys')
    expect(await holder.callBank(tokens)).toBe(401)
    expect(await holder.callBank(await holder.refresh(tokens))).toBe(200)
    await page.getByRole('link', { name: 'See its entry in the list of revocations' }).click()
    await page.getByRole('row').filter({ hasText: kid }).getByText('Key compromised').waitFor()
    expect(complaints).toEqual([])
  })

  it('lets an auditor look and not rotate, and shows nobody else anything', async () => {
    const auditor = await administrator(gatehouse, 'Ada Auditor', 'auditor')
    const { page, complaints } = await open(auditor)
    await page.getByRole('button', { name: 'Rotate now: RS256' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/Type RS256/u).fill('RS256')
    await dialog.getByRole('button', { name: 'Rotate all the same' }).click()
    await dialog.getByRole('alert').filter({ hasText: 'admin:keys:write' }).waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])
    const other = await open(await administrator(gatehouse, 'Nora Nobody'))
    await other.page.getByText('admin:keys:read').waitFor()
    await expectAccessible(other.page)
  })
})
