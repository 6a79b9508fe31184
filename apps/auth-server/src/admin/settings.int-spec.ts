import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { AdminSettings } from '@gatehouse/token-types'
import { Settings } from '../config/settings.js'
import { TestingApp } from '../testing-app.fixture.js'
import { AdminCaller, installAdminApi } from './admin-caller.fixture.js'

let test: TestingApp
let caller: AdminCaller

beforeAll(async () => {
  test = await TestingApp.start()
  caller = await AdminCaller.with(test, await installAdminApi(test), ['auditor'])
})

afterAll(() => test.close())

it('the settings show what is in force and where it comes from, and no secret', async () => {
  const answer = await caller.get('/settings')
  const { items } = answer.json<AdminSettings>()
  const of = (name: string) => items.find((item) => item.name === name)
  const settings = test.app.get(Settings)
  expect(of('GATEHOUSE_ISSUER')).toMatchObject({ value: settings.issuer, is_secret: false })
  expect(of('GATEHOUSE_REFRESH_GRACE_SECONDS')).toMatchObject({ value: 10, default: 10, source: 'default' })
  expect(of('DATABASE_URL')).toMatchObject({ value: null, is_secret: true, source: 'environment' })
  const { passwordPepper, cookieSecret, keyEncryptionKey } = settings.secrets
  const secrets = [passwordPepper, cookieSecret, keyEncryptionKey.toString('base64url'), settings.databaseUrl]
  for (const secret of secrets) expect(answer.body).not.toContain(secret)
})
