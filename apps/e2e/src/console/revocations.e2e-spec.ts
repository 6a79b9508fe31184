import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import { Chromium, describeInChromium, type Visit } from '../browser/chromium.js'
import { expectAccessible, expectFits, keepPicture, listSays } from '../browser/page-checks.js'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { administrator, visitConsole, type Administrator } from './administrator.js'
import { TokenHolder } from './token-holder.js'

describeInChromium('Revocations in the console', () => {
  let gatehouse: RunningGatehouse
  let chromium: Chromium
  let owner: Administrator
  let holder: TokenHolder

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    ;[owner, holder, chromium] = await Promise.all([
      administrator(gatehouse, 'Olga Owner', 'owner'),
      TokenHolder.register(gatehouse, `Reader ${randomBytes(4).toString('hex')}`),
      Chromium.start(),
    ])
  }, START_TIMEOUT)
  afterEach(() => chromium?.leave())
  afterAll(() => chromium?.stop())

  const open = (path: string, person = owner) => visitConsole(chromium, gatehouse, person, path)
  const live = (page: Page) => page.getByRole('region', { name: 'Live view' })
  /** Something new in the list: a code that comes twice ends the access token that it gave. */
  const revokeSomething = () => holder.signIn(undefined, { codeComesTwice: true })
  /** Rows of the access tokens that one such revocation ends. */
  const rowOf = (page: Page, token: string) => page.getByRole('row').filter({ hasText: jtiOf(token) })

  it('shows what is revoked while one looks, waits when paused, and catches up', async () => {
    const { page, complaints } = await open('/revocations')
    await live(page).getByText('Live', { exact: true }).waitFor()
    const first = await revokeSomething()
    await rowOf(page, first.access_token).getByText('A code came twice').waitFor()
    await live(page)
      .getByText(/new entr/u)
      .waitFor()
    await expectAccessible(page)
    await expectFits(page)
    await keepPicture(page, 'console-revocations')

    await live(page).getByRole('button', { name: 'Pause' }).click()
    await live(page).getByText('Paused').waitFor()
    const second = await revokeSomething()
    await expectAccessible(page)
    expect(await rowOf(page, second.access_token).count()).toBe(0)
    await live(page).getByRole('button', { name: 'Go on' }).click()
    await rowOf(page, second.access_token).waitFor()
    expect(await rowOf(page, first.access_token).count()).toBe(1)
    expect(complaints).toEqual([])
  })

  it('lists each entry once after loading again, and finds one by its whole value', async () => {
    const { access_token: token } = await revokeSomething()
    const { page, complaints } = await open(`/revocations?claim=jti`)
    await live(page).getByText('Live', { exact: true }).waitFor()
    expect(await rowOf(page, token).count()).toBe(1)
    await page.getByRole('searchbox').fill(jtiOf(token))
    await listSays(page, '1 result')
    const csv = await page.request.get(
      `${gatehouse.consoleUrl}/export/revocations?format=csv&value=${jtiOf(token)}`,
    )
    expect((await csv.text()).trim().split('\r\n')).toHaveLength(2)
    await page.getByRole('searchbox').fill('nothing-has-this-value')
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })

  it('stops when the person signs out in another tab', async () => {
    const visit = await open('/revocations')
    const { page, complaints } = visit
    await live(page).getByText('Live', { exact: true }).waitFor()
    await signOutElsewhere(visit)
    await live(page).getByText('Stopped: you were signed out').waitFor()
    await live(page).getByRole('link', { name: 'Sign in' }).waitFor()
    await expectAccessible(page)
    const third = await revokeSomething()
    expect(await rowOf(page, third.access_token).count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it('never tells the browser the access token', async () => {
    const { page } = await open('/revocations')
    const stream = page.waitForRequest((request) => request.url().includes('/live/revocations'))
    await page.reload()
    const request = await stream
    expect(JSON.stringify([request.url(), await request.allHeaders()])).not.toMatch(/eyJ|[Bb]earer/u)
    expect(await page.content()).not.toMatch(/eyJ[\w-]{10}/u)
  })

  it('shows which APIs follow and that they know everything', async () => {
    const { page, complaints } = await open('/revocations/followers')
    const table = page.getByRole('table', { name: 'Followers of the list' })
    const bank = table.getByRole('row').filter({ hasText: 'Bank API' }).first()
    await bank.getByText('Knows all').waitFor()
    const before = await bank.getByRole('cell').nth(2).textContent()
    await expectAccessible(page)
    await expectFits(page)
    await keepPicture(page, 'console-followers')
    await revokeSomething()
    const position = bank.getByRole('cell').nth(2)
    await position.filter({ hasNotText: before ?? '' }).waitFor()
    expect(complaints).toEqual([])
  })

  it('shows nobody without a role what was revoked', async () => {
    const nobody = await administrator(gatehouse, 'Nora Nobody')
    for (const path of ['/revocations', '/revocations/followers']) {
      const { page, complaints } = await open(path, nobody)
      await page.getByText('admin:sessions:read').waitFor()
      await expectAccessible(page)
      expect(complaints).toEqual([])
    }
  })

  /** In another tab of the same browser. */
  async function signOutElsewhere({ page }: Visit): Promise<void> {
    const other = await page.context().newPage()
    await other.goto(gatehouse.consoleUrl)
    await other.getByRole('button', { name: /Account of/u }).click()
    await other.getByRole('menuitem', { name: 'Sign out' }).click()
    await other.waitForURL((url) => url.origin === new URL(gatehouse.issuer).origin || url.pathname !== '/')
    await other.close()
  }
})

function jtiOf(token: string): string {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { jti: string }
  return claims.jti
}
