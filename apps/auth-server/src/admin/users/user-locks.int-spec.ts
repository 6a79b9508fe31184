import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { AdminSignInLock } from '@gatehouse/token-types'
import { authorizePath, somebody, TestBrowser } from '../../interaction/test-browser.fixture.js'
import { TestingApp } from '../../testing-app.fixture.js'
import { AdminCaller, installAdminApi } from '../admin-caller.fixture.js'

let test: TestingApp
let support: AdminCaller

beforeAll(async () => {
  test = await TestingApp.start()
  support = await AdminCaller.with(test, await installAdminApi(test), ['support'])
})

afterAll(() => test.close())

describe('the lock after failed tries', () => {
  it('is told with its address and its end, and lifted by support', async () => {
    const user = await somebody(test)
    const client = await test.confidentialClient()
    const locks = async () =>
      (await support.get(`/users/${user.id}/locks`)).json<{ items: AdminSignInLock[] }>().items
    expect(await locks()).toEqual([])
    for (let tries = 0; tries < 5; tries += 1) {
      const browser = new TestBrowser(test)
      await browser.signIn(await browser.open(authorizePath(client)), user.username, `wrong ${tries}`)
    }
    const [lock, ...others] = await locks()
    expect([lock, others]).toMatchObject([{ ip_address: '127.0.0.1', is_of_address: false }, []])
    const waitMs = Date.parse(lock?.until ?? '') - test.clock.now().getTime()
    expect(waitMs).toBeGreaterThan(0)
    expect(waitMs).toBeLessThanOrEqual(60_000)
    expect((await support.call('POST', `/users/${user.id}/unlock`)).statusCode).toBe(204)
    expect(await locks()).toEqual([])
  })
})
