import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Chromium, describeInChromium, type Visit } from '../browser/chromium.js'
import { expectAccessible, expectFits, keepPicture } from '../browser/page-checks.js'
import { CAN_PAUSE, pause } from '../faults/processes.js'
import { instanceOfRun, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { administrator, visitConsole } from './administrator.js'

// Skipped only where a process cannot be paused together with its children.
const describeWherePausing = CAN_PAUSE ? describeInChromium : describe.skip

describeWherePausing('The console without the authorization server', () => {
  let gatehouse: RunningGatehouse
  let chromium: Chromium
  let visit: Visit

  beforeAll(async () => {
    gatehouse = await instanceOfRun('server-down', {})
    const owner = await administrator(gatehouse, 'Olga Owner', 'owner')
    chromium = await Chromium.start()
    visit = await visitConsole(chromium, gatehouse, owner, '/clients')
  }, START_TIMEOUT)
  afterAll(() => chromium?.stop())

  it('says that it does not answer, and shows the page at a try after it is back', async () => {
    const { page, complaints } = visit
    const goOn = pause(gatehouse.pids['auth-server']!)
    try {
      await page.goto(`${gatehouse.consoleUrl}/clients?state=on`)
      await page
        .getByRole('heading', { level: 1, name: 'The authorization server does not answer' })
        .waitFor()
      await page.getByRole('alert').filter({ hasText: 'Nothing was changed' }).waitFor()
      expect(await page.getByRole('table').count()).toBe(0)
      await expectAccessible(page)
      await keepPicture(page, 'console-server-down')
      await expectFits(visit.page)
    } finally {
      goOn()
    }
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { level: 1, name: 'Clients' }).waitFor()
    await page.getByRole('table').waitFor()
    expect(new URL(page.url()).search).toBe('?state=on')
    expect(complaints).toEqual([])
  })
})
