import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import { Chromium, describeInChromium } from '../browser/chromium.js'
import { expectAccessible, expectFits, keepPicture } from '../browser/page-checks.js'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { administrator, visitConsole, type Administrator } from './administrator.js'
import { TokenHolder } from './token-holder.js'

const INSPECT = '/tokens/inspect'

describeInChromium('Inspecting a token in the console', () => {
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

  /** Everything that the browser asked of the console, as a log would show it. */
  const addressesOf = (page: Page): string[] => {
    const addresses: string[] = []
    page.on('request', (request) => addresses.push(request.url()))
    return addresses
  }
  const inspect = async (page: Page, token: string) => {
    await page.getByLabel('Token', { exact: true }).fill(token)
    await page.getByRole('button', { name: 'Inspect', exact: true }).click()
  }
  const open = (path: string, person = owner) => visitConsole(chromium, gatehouse, person, path)

  it('says what a pasted access token is and whose, and ends it', async () => {
    const tokens = await holder.signIn()
    const { page, complaints } = await open(INSPECT)
    const addresses = addressesOf(page)
    await expectAccessible(page)
    await inspect(page, `Bearer ${tokens.access_token}\n`)
    await page.getByRole('heading', { name: 'Access token' }).waitFor()
    await page.getByText('By a key of this server').waitFor()
    await page.getByText('Bearer: whoever has it can use it').waitFor()
    expect(await page.getByRole('link', { name: holder.name }).getAttribute('href')).toBe(
      `/clients/${holder.clientId}`,
    )
    await page.getByRole('table', { name: 'Claims' }).getByText('accounts:read').waitFor()
    await expectAccessible(page)
    await expectFits(page)
    await keepPicture(page, 'console-inspect')

    await page.getByRole('button', { name: 'Revoke token' }).click()
    const dialog = page.getByRole('dialog', { name: 'Revoke the token?' })
    await dialog.getByText('This one access token is refused').waitFor()
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Revoke token' }).click()
    await page.getByRole('heading', { name: 'Ended by' }).waitFor()
    await page.getByRole('status').filter({ hasText: 'follows the list' }).waitFor()
    await expectAccessible(page)
    expect(await holder.callBank(tokens)).toBe(401)
    expect(addresses.filter((address) => address.includes(tokens.access_token))).toEqual([])
    expect(complaints).toEqual([])
  })

  it('takes a refresh token from the palette, looks for nothing by it, and leads to its family', async () => {
    const { refresh_token: token = '' } = await holder.signIn()
    const { page, complaints } = await open('/')
    const addresses = addressesOf(page)
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder(/Find a page/u).fill(token)
    const offer = page.getByRole('dialog').getByText('Inspect this token')
    await offer.waitFor()
    await expectAccessible(page)
    await offer.click()
    await page.getByRole('heading', { name: 'Refresh token', exact: true }).waitFor()
    expect(new URL(page.url()).pathname).toBe(INSPECT)
    await expectAccessible(page)
    expect(addresses.filter((address) => address.includes(token))).toEqual([])
    expect(
      await page.evaluate('JSON.stringify([history.state, {...sessionStorage}, {...localStorage}])'),
    ).not.toContain(token)
    await page.locator('a[href^="/tokens/families/"]').click()
    await page.getByRole('heading', { level: 1, name: holder.name }).waitFor()
    await page.goBack()
    expect(await page.getByLabel('Token', { exact: true }).inputValue()).toBe('')
    expect(complaints).toEqual([])
  })

  it('puts no token into the address of a list', async () => {
    const { access_token: token } = await holder.signIn()
    const { page, complaints } = await open('/tokens')
    const addresses = addressesOf(page)
    await page.getByRole('searchbox').fill(token)
    await page.getByText('This looks like a token').waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Inspect it' }).click()
    await page.getByRole('heading', { name: 'Access token' }).waitFor()
    expect(addresses.filter((address) => address.includes(token))).toEqual([])
    expect(complaints).toEqual([])
  })

  it('believes nothing of a token that others signed, and says so of what nobody knows', async () => {
    const { access_token: token } = await holder.signIn()
    const { page, complaints } = await open(INSPECT)
    await inspect(page, `${token.split('.').slice(0, 2).join('.')}.${'A'.repeat(86)}`)
    await page.getByText('Not by a key of this server').waitFor()
    await page.getByText('Unproven').waitFor()
    expect(await page.getByRole('button', { name: 'Revoke token' }).count()).toBe(0)
    expect(await page.getByRole('link', { name: holder.name }).count()).toBe(0)
    await expectAccessible(page)
    await keepPicture(page, 'console-inspect-foreign')
    await inspect(page, 'something-else')
    await page.getByRole('heading', { name: 'Not known here' }).waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })

  it('names the permission to who may not inspect', async () => {
    const nobody = await administrator(gatehouse, 'Nora Nobody')
    const { page, complaints } = await open(INSPECT, nobody)
    await inspect(page, 'anything')
    await page.getByRole('alert').filter({ hasText: 'admin:sessions:read' }).waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })
})
