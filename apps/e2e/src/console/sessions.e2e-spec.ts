import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import { Chromium, describeInChromium, type Visit } from '../browser/chromium.js'
import { expectAccessible, expectFits, keepPicture, listSays } from '../browser/page-checks.js'
import { instanceOfRun, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { administrator, expectSignedOut, visitConsole, type Administrator } from './administrator.js'

describeInChromium('Sessions in the console', () => {
  const mark = randomBytes(4).toString('hex')
  let gatehouse: RunningGatehouse
  let chromium: Chromium
  let owner: Administrator
  let person: Administrator
  let auditor: Administrator
  let ofOwner: Visit

  beforeAll(async () => {
    // Ending everything would end what other journeys do.
    gatehouse = await instanceOfRun('sessions', {})
    owner = await administrator(gatehouse, `Olga ${mark}`, 'owner')
    person = await administrator(gatehouse, `Paul ${mark}`, 'support')
    auditor = await administrator(gatehouse, `Ada ${mark}`, 'auditor')
    chromium = await Chromium.start()
    ofOwner = await visit(owner, '/sessions')
  }, START_TIMEOUT)
  afterAll(() => chromium?.stop())

  const visit = (who: Administrator, path: string) => visitConsole(chromium, gatehouse, who, path)
  const ownerAt = async (path: string): Promise<Visit> => {
    await ofOwner.page.goto(`${gatehouse.consoleUrl}${path}`)
    return ofOwner
  }

  it('ends one session, which says what becomes of tokens and applications, and what was ended', async () => {
    const first = await visit(person, '/users')
    const { page, complaints } = await ownerAt(`/sessions?search=${mark}`)
    await listSays(page, '2 results')
    await page.getByRole('button', { name: `What to do with the session of ${person.name}` }).click()
    // The library's open menu stands outside the landmarks and holds a focus guard, which axe-core minds.
    await page.getByRole('menuitem', { name: 'End this session' }).click()
    const dialog = page.getByRole('dialog', { name: 'End 1 session?' })
    for (const consequence of [/Refresh tokens/u, /Access tokens are revoked/u, /back channel/u]) {
      await dialog.getByText(consequence).waitFor()
    }
    await expectAccessible(page)
    await keepPicture(page, 'console-end-session')
    await dialog.getByRole('button', { name: 'End' }).click()
    const result = page.getByRole('dialog', { name: 'The session is ended' })
    await result.getByText(/refuses? the tokens|No API follows|no tokens to revoke/u).waitFor()
    await expectAccessible(page)
    await keepPicture(page, 'console-ended')
    await result.getByRole('button', { name: 'Done' }).click()
    await listSays(page, '1 result')
    await expectSignedOut(first, gatehouse)
    expect(complaints).toEqual([])
  })

  it('ends selected sessions, and all of a person', async () => {
    const first = await visit(person, '/users')
    const second = await visit(person, '/users')
    const ofPerson = `/sessions?${new URLSearchParams({ search: person.name })}`
    const { page, complaints } = await ownerAt(ofPerson)
    await listSays(page, '2 results')
    await page
      .getByRole('checkbox', { name: `Select ${person.name}` })
      .first()
      .check()
    await page.getByRole('region', { name: 'What to do with the selection' }).getByText('End').click()
    await page.getByRole('dialog', { name: 'End 1 session?' }).getByRole('button', { name: 'End' }).click()
    await page.getByRole('button', { name: 'Done' }).click()
    await listSays(page, '1 result')
    await page.getByRole('button', { name: `What to do with the session of ${person.name}` }).click()
    await page.getByRole('menuitem', { name: `Sign ${person.name} out everywhere` }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('dialog', { name: `${person.name} is signed out` }).waitFor()
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor()
    await expectSignedOut(first, gatehouse)
    await expectSignedOut(second, gatehouse)
    expect(complaints).toEqual([])
  })

  it('shows the sessions of one person or client alone, named on the chip, and exports them', async () => {
    await visit(person, '/users')
    const { page, complaints } = await ownerAt('/sessions')
    await page.getByRole('table').waitFor()
    await expectAccessible(page)
    await keepPicture(page, 'console-sessions')
    await page.getByRole('button', { name: `What to do with the session of ${person.name}` }).click()
    await page.getByRole('menuitem', { name: `Show only ${person.name}` }).click()
    await listSays(page, '1 result')
    await page.getByRole('list', { name: 'Filters in use' }).getByText(`Person: ${person.name}`).waitFor()
    const { searchParams } = new URL(page.url())
    const csv = await page.request.get(`${gatehouse.consoleUrl}/export/sessions?format=csv&${searchParams}`)
    expect((await csv.text()).trim().split('\r\n')).toHaveLength(2)
    await page.goto(`${gatehouse.consoleUrl}/sessions`)
    await expectFits(page)
    await page.setViewportSize({ width: 360, height: 800 })
    await keepPicture(page, 'console-sessions-narrow')
    expect(complaints).toEqual([])
  })

  it('lets an auditor look, and names the permission that ending needs; support may not end everything', async () => {
    const reading = await visit(auditor, `/sessions?${new URLSearchParams({ search: auditor.name })}`)
    await reading.page.getByRole('checkbox', { name: `Select ${auditor.name}` }).check()
    const bulk = reading.page.getByRole('region', { name: 'What to do with the selection' })
    await bulk.getByText('End').click()
    await reading.page.getByRole('dialog').getByRole('button', { name: 'End' }).click()
    await reading.page.getByRole('alert').filter({ hasText: 'admin:sessions:write' }).waitFor()
    await expectAccessible(reading.page)

    const { page, complaints } = await visit(person, '/sessions')
    await page.getByRole('button', { name: 'End everything' }).click()
    await page.getByLabel(/to confirm/u).fill('everything')
    await page.getByRole('dialog').getByRole('button', { name: 'End everything' }).click()
    await page.getByRole('alert').filter({ hasText: 'admin:users:write' }).waitFor()
    expect([...complaints, ...reading.complaints]).toEqual([])
  })

  it('ends everything once the word is typed, oneself included', async () => {
    const { page, complaints } = await ownerAt('/sessions')
    await page.getByRole('button', { name: 'End everything' }).click()
    const dialog = page.getByRole('dialog', { name: 'End every session of everybody?' })
    await dialog.getByText('You are signed out as well.').waitFor()
    expect(await dialog.getByRole('button', { name: 'End everything' }).isDisabled()).toBe(true)
    await dialog.getByLabel(/to confirm/u).fill('everything')
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'End everything' }).click()
    await page.getByRole('dialog', { name: 'Everything is ended' }).waitFor()
    await page.getByText('You are signed out as well').waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Done' }).click()
    await page.locator('#username').waitFor()
    // The router first asks for the page in the background, which ends at the sign-in page of another origin.
    const isThat = (complaint: string) => /oauth2\/authorize|RSC payload/u.test(complaint)
    expect(complaints.filter((complaint) => !isThat(complaint))).toEqual([])
  })
})
