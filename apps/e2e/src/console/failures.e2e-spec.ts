import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import { Chromium, describeInChromium } from '../browser/chromium.js'
import { expectAccessible, expectFits, keepPicture, listSays } from '../browser/page-checks.js'
import { registerClient, type RegisteredClient } from '../gatehouse/registration.js'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { administrator, visitConsole, type Administrator } from './administrator.js'

describeInChromium('Failures in the console', () => {
  const name = `Kiosk ${randomBytes(4).toString('hex')}`
  const host = `${randomBytes(4).toString('hex')}.attacker.test`
  let gatehouse: RunningGatehouse
  let chromium: Chromium
  let owner: Administrator
  let client: RegisteredClient

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    owner = await administrator(gatehouse, 'Olga Owner', 'owner')
    client = await registerClient(gatehouse, { name, redirectUris: ['https://kiosk.example.test/callback'] })
    chromium = await Chromium.start()
  }, START_TIMEOUT)
  afterEach(() => chromium?.leave())
  afterAll(() => chromium?.stop())

  /** Anybody's authorization request, and the trace id on the page that refuses it; undefined where it is not refused. */
  async function refused(redirectUri: string): Promise<string | undefined> {
    const { page } = await chromium.visit()
    const query = new URLSearchParams({
      client_id: client.clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    })
    await page.goto(`${gatehouse.issuer}/oauth2/authorize?${query}`)
    const traceId = page.locator('#trace-id')
    return (await traceId.count()) === 0 ? undefined : ((await traceId.textContent()) ?? undefined)
  }

  it('finds by the trace id of an error page why the request was refused', async () => {
    const traceId = await refused('https://kiosk.example.test/callback/')
    const visit = await visitConsole(chromium, gatehouse, owner, '/failures')
    const { page, complaints } = visit
    await page.getByRole('table').waitFor()
    await expectAccessible(page)
    await keepPicture(page, 'console-failures')
    await expectFits(visit.page)
    await page.getByRole('searchbox').fill(traceId!)
    await listSays(page, '1 result')
    await page.getByRole('link', { name: /redirect_uri\.not_registered/u }).click()
    await page.getByRole('heading', { level: 1, name: 'redirect_uri.not_registered' }).waitFor()
    expect(await page.locator('[data-side="got"] mark').textContent()).toBe('/')
    expect(await page.locator('[data-side="expected"]').textContent()).toContain('/callback')
    const section = page.getByRole('link', { name: 'RFC 6749 §3.1.2.3' })
    expect(await section.getAttribute('href')).toBe('https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2.3')
    await page.getByRole('button', { name: `Copy: ${traceId}` }).waitFor()
    await expectAccessible(page)
    await keepPicture(page, 'console-failure')
    await expectFits(visit.page)
    expect(complaints).toEqual([])
  })

  it('finds it by the palette as well', async () => {
    const traceId = await refused('https://kiosk.example.test/other')
    const { page, complaints } = await visitConsole(chromium, gatehouse, owner, '/')
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder(/Find a page/u).fill(traceId!)
    await page.getByRole('dialog').getByText('invalid_request · /oauth2/authorize').waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${gatehouse.consoleUrl}/failures/${traceId}`)
    expect(complaints).toEqual([])
  })

  it('adds no redirect URI that a stranger chose before its host was read and typed', async () => {
    const uri = `https://${host}/kiosk.example.test/callback`
    const traceId = await refused(uri)
    const path = `/failures/${traceId}`
    const visit = await visitConsole(chromium, gatehouse, owner, path)
    const { page, complaints } = visit
    await page.getByRole('button', { name: 'Look at it and decide …' }).click()
    const dialog = page.getByRole('dialog', { name: `Add the redirect URI to ${name}` })
    await dialog.locator('strong').filter({ hasText: host }).waitFor()
    expect(await dialog.locator('strong').textContent()).toBe(host)
    await dialog.getByText(uri).waitFor()
    await dialog.getByText('Anybody could have sent this request').waitFor()
    await dialog.getByText('No redirect URI of this client is there yet').waitFor()
    const add = dialog.getByRole('button', { name: 'Add the redirect URI' })
    expect(await add.isDisabled()).toBe(true)
    await dialog.getByRole('textbox').fill('kiosk.example.test')
    expect(await add.isDisabled()).toBe(true)
    await expectAccessible(page)
    await keepPicture(page, 'console-failure-mend')
    await expectFits(visit.page)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    expect(await refused(uri)).toBeDefined()
    expect(complaints).toEqual([])
  })

  it('applies a mend once it is confirmed, and leads to the client; the request then passes', async () => {
    const uri = 'https://kiosk.example.test/second'
    const traceId = await refused(uri)
    const { page, complaints } = await visitConsole(chromium, gatehouse, owner, `/failures/${traceId}`)
    await page.locator('ins').filter({ hasText: uri }).waitFor()
    await page.getByRole('button', { name: 'Look at it and decide …' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Other redirect URIs of this client are there already').waitFor()
    await dialog.getByRole('textbox').fill('kiosk.example.test')
    await dialog.getByRole('button', { name: 'Add the redirect URI' }).click()
    await page
      .getByRole('status')
      .filter({ hasText: `${name} is mended` })
      .waitFor()
    await expectAccessible(page)
    expect(await refused(uri)).toBeUndefined()
    await page.getByRole('link', { name: `Open the settings of ${name}` }).click()
    await page.getByRole('heading', { level: 1, name }).waitFor()
    expect(await page.getByLabel('Redirect URIs').inputValue()).toContain(uri)
    expect(complaints).toEqual([])
  })

  it('changes nothing for an auditor, nor where the client is another by now, and says why', async () => {
    const auditor = await administrator(gatehouse, 'Ada Auditor', 'auditor')
    const traceId = await refused('https://kiosk.example.test/third')
    const lookAndConfirm = async (person: Administrator) => {
      const { page } = await visitConsole(chromium, gatehouse, person, `/failures/${traceId}`)
      await page.getByRole('button', { name: 'Look at it and decide …' }).click()
      await page.getByRole('dialog').getByRole('textbox').fill('kiosk.example.test')
      return { page, send: () => page.getByRole('button', { name: 'Add the redirect URI' }).click() }
    }
    const one = await lookAndConfirm(auditor)
    await one.send()
    await one.page.getByRole('alert').filter({ hasText: 'admin:clients:write' }).waitFor()
    await expectAccessible(one.page)
    const [first, second] = [await lookAndConfirm(owner), await lookAndConfirm(owner)]
    await first.send()
    await first.page.getByRole('status').filter({ hasText: 'is mended' }).waitFor()
    await second.send()
    await second.page.getByRole('alert').filter({ hasText: 'Somebody else changed it meanwhile' }).waitFor()
    await expectAccessible(second.page)
  })

  it('teaches when nothing matches, exports what is filtered, and is closed to those without a role', async () => {
    const { page, complaints } = await visitConsole(chromium, gatehouse, owner, '/failures?rule=no.such.rule')
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor()
    await expectAccessible(page)
    const csv = await page.request.get(
      `${gatehouse.consoleUrl}/export/failures?format=csv&client_id=${encodeURIComponent(client.clientId)}`,
    )
    const lines = (await csv.text()).trim().split('\r\n').slice(1)
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.filter((line) => !line.includes(client.clientId))).toEqual([])
    const nobody = await administrator(gatehouse, 'Nora Nobody')
    const closed = await visitConsole(chromium, gatehouse, nobody, '/failures')
    await closed.page.getByText('admin:failures:read').waitFor()
    await expectAccessible(closed.page)
    expect([...complaints, ...closed.complaints]).toEqual([])
  })
})
