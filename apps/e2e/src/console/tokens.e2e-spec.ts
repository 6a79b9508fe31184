import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import { Chromium, describeInChromium } from '../browser/chromium.js'
import { expectAccessible, expectFits, keepPicture, listSays } from '../browser/page-checks.js'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { administrator, visitConsole, type Administrator } from './administrator.js'
import { TokenHolder } from './token-holder.js'

describeInChromium('Grants and tokens in the console', () => {
  let gatehouse: RunningGatehouse
  let chromium: Chromium
  let owner: Administrator
  let holder: TokenHolder

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    owner = await administrator(gatehouse, 'Olga Owner', 'owner')
    chromium = await Chromium.start()
  }, START_TIMEOUT)
  beforeEach(async () => {
    holder = await TokenHolder.register(gatehouse, `Reader ${randomBytes(4).toString('hex')}`)
  })
  afterEach(() => chromium?.leave())
  afterAll(() => chromium?.stop())

  const listPath = () => `/tokens?client_id=${encodeURIComponent(holder.clientId)}`
  const open = (path: string, person = owner) => visitConsole(chromium, gatehouse, person, path)

  it('shows a family from the list to its life, and ends it for the APIs too', async () => {
    const tokens = await holder.refresh(await holder.signIn())
    expect(await holder.callBank(tokens)).toBe(200)
    const { page, complaints } = await open(listPath())
    await listSays(page, '1 result')
    await page.getByRole('list', { name: 'Filters in use' }).getByText(holder.name).waitFor()
    await expectAccessible(page)
    await expectFits(page)
    await page.getByRole('link', { name: new RegExp(holder.name, 'u') }).click()
    await page.getByRole('heading', { level: 1, name: holder.name }).waitFor()
    const life = page.getByRole('list', { name: 'Life' })
    await life.getByText('Rotated').waitFor()
    await expectAccessible(page)
    await expectFits(page)
    await keepPicture(page, 'console-family')

    await page.getByRole('button', { name: 'Revoke this family' }).click()
    const dialog = page.getByRole('dialog', { name: /Revoke this refresh family/u })
    await dialog.getByText('every access token that was issued in them').waitFor()
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Revoke' }).click()
    await page.getByRole('status').filter({ hasText: 'follows the list' }).waitFor()
    await life.getByText('Revoked').waitFor()
    await expectAccessible(page)
    expect(await holder.callBank(tokens)).toBe(401)
    await expect(holder.refresh(tokens)).rejects.toThrow()
    expect(complaints).toEqual([])
  })

  it('shows reuse in red, with what happened and what to do', async () => {
    const tokens = await holder.signIn(undefined, { codeComesTwice: true })
    const { page, complaints } = await open(`${listPath()}&state=reused`)
    const row = page.getByRole('row').filter({ hasText: holder.name })
    await row.getByText('Reused').waitFor()
    expect(await row.getByText('Reused').getAttribute('data-tone')).toBe('red')
    await keepPicture(page, 'console-tokens-reused')
    await row.getByRole('link').click()
    await page.getByRole('alert').filter({ hasText: 'came twice' }).waitFor()
    await page.getByRole('list', { name: 'Life' }).getByText('A code came twice').waitFor()
    expect(await page.getByRole('button', { name: 'Revoke this family' }).count()).toBe(0)
    await expectAccessible(page)
    await keepPicture(page, 'console-family-reused')
    await expect(holder.refresh(tokens)).rejects.toThrow()
    expect(complaints).toEqual([])
  })

  it('ends several at once, by keys alone up to the dialog', async () => {
    const held = [await holder.signIn(), await holder.signIn()]
    const { page, complaints } = await open(`${listPath()}&state=alive`)
    await listSays(page, '2 results')
    await page.locator('h1').focus()
    for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key)
    const bulk = page.getByRole('region', { name: 'What to do with the selection' })
    await bulk.getByText('2 selected').waitFor()
    await expectAccessible(page)
    await bulk.getByRole('button', { name: 'Revoke' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await page.getByText('2 refresh families have ended').waitFor()
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor()
    await expectAccessible(page)
    for (const tokens of held) await expect(holder.refresh(tokens)).rejects.toThrow()
    expect(complaints).toEqual([])
  })

  it('withdraws a grant and everything that rests on it', async () => {
    const tokens = await holder.signIn()
    const { page, complaints } = await open(`/tokens/grants?client=${encodeURIComponent(holder.clientId)}`)
    await listSays(page, '1 result')
    await page.getByText('accounts:read').first().waitFor()
    await expectAccessible(page)
    await expectFits(page)
    await keepPicture(page, 'console-grants')
    await page.getByRole('checkbox', { name: /Select Reader/u }).check()
    await page.getByRole('button', { name: 'Withdraw' }).click()
    const dialog = page.getByRole('dialog', { name: 'Withdraw this grant?' })
    await dialog.getByText('What the person allowed is forgotten').waitFor()
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Withdraw' }).click()
    await page.getByText(/1 grant is withdrawn/u).waitFor()
    await expect(holder.refresh(tokens)).rejects.toThrow()
    expect(complaints).toEqual([])
  })

  it('finds by whole names, teaches when nothing matches, and exports what is filtered', async () => {
    await holder.signIn()
    const { page, complaints } = await open('/tokens')
    await page.getByRole('table').waitFor()
    await keepPicture(page, 'console-tokens')
    await page.getByRole('searchbox').fill('nobody-is-called-so')
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor()
    await expectAccessible(page)
    await page.getByRole('searchbox').fill(holder.clientId)
    await page
      .getByRole('link', { name: new RegExp(holder.name, 'u') })
      .first()
      .waitFor()
    const csv = await page.request.get(
      `${gatehouse.consoleUrl}/export/token-families?format=csv&state=alive&client_id=${encodeURIComponent(holder.clientId)}`,
    )
    const lines = (await csv.text()).trim().split('\r\n')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain(holder.clientId)
    expect(complaints).toEqual([])
  })

  it('lets an auditor look and not revoke, and shows nobody else anything', async () => {
    await holder.signIn()
    const auditor = await administrator(gatehouse, 'Ada Auditor', 'auditor')
    const { page, complaints } = await open(`${listPath()}&state=alive`, auditor)
    await page
      .getByRole('link', { name: new RegExp(holder.name, 'u') })
      .first()
      .click()
    await page.getByRole('button', { name: 'Revoke this family' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Revoke' }).click()
    await dialog.getByRole('alert').filter({ hasText: 'admin:sessions:write' }).waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])

    const nobody = await administrator(gatehouse, 'Nora Nobody')
    const other = await open('/tokens', nobody)
    await other.page.getByText('admin:sessions:read').waitFor()
    await expectAccessible(other.page)
  })

  it('ends all tokens of a client from its own page, by its id typed', async () => {
    const tokens = await holder.signIn()
    expect(await holder.callBank(tokens)).toBe(200)
    const { page, complaints } = await open(`/clients/${encodeURIComponent(holder.clientId)}/tokens`)
    await page
      .getByRole('table', { name: 'Refresh families' })
      .getByRole('link', { name: 'demo' })
      .first()
      .waitFor()
    await expectAccessible(page)
    await expectFits(page)
    await keepPicture(page, 'console-client-tokens')
    await page.getByRole('button', { name: 'Revoke all' }).click()
    const dialog = page.getByRole('dialog', { name: /Revoke every token of Reader/u })
    const button = dialog.getByRole('button', { name: 'Revoke all' })
    expect(await button.isDisabled()).toBe(true)
    await dialog.getByLabel(/Type/u).fill(holder.clientId)
    await expectAccessible(page)
    await button.click()
    await page.getByText("Nobody's tokens are alive at this client.").waitFor()
    await page.getByRole('status').filter({ hasText: 'follows the list' }).waitFor()
    expect(await holder.callBank(tokens)).toBe(401)
    expect(complaints).toEqual([])
  })

  it('says that there is no such family', async () => {
    const { page } = await open('/tokens')
    await page.goto(`${gatehouse.consoleUrl}/tokens/families/${crypto.randomUUID()}`)
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor()
    await expectAccessible(page)
  })
})
