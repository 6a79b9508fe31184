import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import { Chromium, describeInChromium, type Visit } from '../browser/chromium.js'
import { expectAccessible, expectFits, keepPicture } from '../browser/page-checks.js'
import { registerClient } from '../gatehouse/registration.js'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { administrator, visitConsole } from './administrator.js'

describeInChromium('What a client may ask for, in the console', () => {
  const suffix = randomBytes(4).toString('hex')
  const name = `Ledger ${suffix}`
  let gatehouse: RunningGatehouse
  let chromium: Chromium
  let visit: Visit
  let client: string

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    const owner = await administrator(gatehouse, 'Olga Owner', 'owner')
    const { clientId } = await registerClient(gatehouse, { name, scopes: ['openid', 'profile'] })
    client = `/clients/${encodeURIComponent(clientId)}`
    chromium = await Chromium.start()
    visit = await visitConsole(chromium, gatehouse, owner, `${client}/access`)
  }, START_TIMEOUT)
  afterAll(() => chromium?.stop())

  const addApi = async (page: Page, api: RegExp) => {
    await page.getByRole('combobox', { name: 'Add an API' }).click()
    await page.getByRole('option', { name: api }).click()
  }
  const save = async (page: Page) => {
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByRole('button', { name: 'Save changes' }).waitFor({ state: 'hidden' })
  }

  it('gives a client scopes of an API one by one, and none that was not chosen', async () => {
    const { page, complaints } = visit
    await addApi(page, /^Bank/u)
    const bank = page.getByRole('group', { name: 'Bank', exact: true })
    await bank.getByText('0 of 2 scopes').waitFor()
    await bank.getByRole('checkbox', { name: 'accounts:read' }).check()
    await page.getByRole('combobox', { name: 'API where none is named' }).click()
    await page.getByRole('option', { name: 'Bank' }).click()
    await expectAccessible(page)
    await keepPicture(page, 'console-client-access')
    await expectFits(page)
    await save(page)
    await page.reload()
    await bank.getByText('1 of 2 scopes').waitFor()
    expect(await bank.getByRole('checkbox', { name: 'transfers:write' }).isChecked()).toBe(false)
    expect(complaints).toEqual([])
  })

  it('does not let the last scope go of the API that its tokens are for, and says why', async () => {
    const { page, complaints } = visit
    await page.getByRole('checkbox', { name: 'accounts:read' }).uncheck()
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText(/name the scopes that the client may have/u).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Discard' }).click()
    await page.getByText('1 of 2 scopes').waitFor()
    expect(complaints).toEqual([])
  })

  it('marks the scopes of the admin API, which somebody who is no owner cannot give', async () => {
    const admin = await administrator(gatehouse, 'Adam Admin', 'admin')
    const { page, complaints } = await visitConsole(chromium, gatehouse, admin, `${client}/access`)
    await addApi(page, /^Gatehouse administration/u)
    await page.getByText('Administers').waitFor()
    await page.getByRole('checkbox', { name: 'admin:users:read' }).check()
    await expectAccessible(page)
    await keepPicture(page, 'console-client-administers')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByRole('alert').filter({ hasText: 'owners alone' }).waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })

  it('shows the second of two admins what the first changed', async () => {
    const admin = await administrator(gatehouse, 'Anna Admin', 'admin')
    const { page, complaints } = await visitConsole(chromium, gatehouse, admin, `${client}/access`)
    await visit.page.goto(`${gatehouse.consoleUrl}${client}/access`)
    await page.getByRole('checkbox', { name: 'email' }).check()
    await visit.page.getByRole('checkbox', { name: 'address' }).check()
    await save(page)
    await visit.page.getByRole('button', { name: 'Save changes' }).click()
    const dialog = visit.page.getByRole('dialog', { name: 'Somebody else changed this meanwhile' })
    await dialog.getByText(/email/u).waitFor()
    await expectAccessible(visit.page)
    await dialog.getByRole('button', { name: 'Save mine over it' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await visit.page.getByRole('button', { name: 'Save changes' }).waitFor({ state: 'hidden' })
    await visit.page.reload()
    expect(await visit.page.getByRole('checkbox', { name: 'address' }).isChecked()).toBe(true)
    expect(await visit.page.getByRole('checkbox', { name: 'email' }).isChecked()).toBe(false)
    expect([...complaints, ...visit.complaints]).toEqual([])
  })

  it('lets a client sign with a key of its own, and refuses the private half of it', async () => {
    const { page, complaints } = visit
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    await page.goto(`${gatehouse.consoleUrl}${client}/settings`)
    await page.getByRole('combobox', { name: 'Authentication at the token endpoint' }).click()
    await page.getByRole('option', { name: 'private_key_jwt' }).click()
    await page.getByText('Written here').click()
    const keys = page.getByRole('textbox', { name: 'Key set' })
    await keys.fill(JSON.stringify({ keys: [privateKey.export({ format: 'jwk' })] }))
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText(/is a private key/u).waitFor()
    await expectAccessible(page)
    await keepPicture(page, 'console-client-keys')
    await expectFits(page)
    await keys.fill(JSON.stringify({ keys: [publicKey.export({ format: 'jwk' })] }))
    await save(page)
    await page.goto(`${gatehouse.consoleUrl}${client}/credentials`)
    await page.getByLabel('Public keys').getByText('"kty": "EC"').waitFor()
    await page.getByRole('link', { name: 'Change the keys' }).waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })

  it('registers the client of an API with the scope that it needs, from where the API asks for it', async () => {
    const { page, complaints } = visit
    const bank = `/resources/${Buffer.from(gatehouse.bankUrl).toString('base64url')}`
    await page.goto(`${gatehouse.consoleUrl}/new/client?server_for=${bank.split('/')[2]}`)
    await page.getByText('The server of Bank').waitFor()
    expect(await page.getByRole('checkbox', { name: 'revocations:read' }).isChecked()).toBe(true)
    await page.getByRole('textbox', { name: 'Name' }).fill(`Bank server ${suffix}`)
    await expectAccessible(page)
    await keepPicture(page, 'console-new-client')
    await expectFits(page)
    await page.getByRole('button', { name: 'Register', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'The secret, this once' })
    await dialog.getByRole('checkbox').check()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('heading', { level: 1, name: `Bank server ${suffix}` }).waitFor()
    await page.goto(`${gatehouse.consoleUrl}${bank}/protect`)
    await page.getByRole('link', { name: `Bank server ${suffix}` }).waitFor()
    expect(complaints).toEqual([])
  })
})
