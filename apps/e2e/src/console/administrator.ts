import { randomBytes } from 'node:crypto'
import { ADMIN_RESOURCE, type AdminRole } from '@gatehouse/token-types'
import type { BrowserContextOptions } from 'playwright-core'
import { signIn } from '../browser/page-checks.js'
import type { Chromium, Visit } from '../browser/chromium.js'
import { registerPerson } from '../gatehouse/registration.js'
import type { RunningGatehouse } from '../gatehouse/running-gatehouse.js'

/** Somebody who may sign in to the console. */
export interface Administrator {
  readonly username: string
  readonly password: string
  readonly name: string
}

/** Registers somebody with a role at the admin API, or with none at all. */
export async function administrator(
  gatehouse: RunningGatehouse,
  name: string,
  role?: AdminRole,
): Promise<Administrator> {
  const username = `${name.split(' ')[0]?.toLowerCase()}.${randomBytes(4).toString('hex')}@example.test`
  const password = randomBytes(16).toString('hex')
  await registerPerson(gatehouse, {
    username,
    email: username,
    password,
    name,
    ...(role && { role: [`${ADMIN_RESOURCE}:${role}`] }),
  })
  return { username, password, name }
}

/** A browser of their own, signed in to the console and standing at `path`. */
export async function visitConsole(
  chromium: Chromium,
  gatehouse: RunningGatehouse,
  person: Administrator,
  path: string,
  options: BrowserContextOptions = { viewport: { width: 1280, height: 800 } },
): Promise<Visit> {
  const visit = await chromium.visit(options)
  await visit.page.goto(`${gatehouse.consoleUrl}${path}`)
  await signIn(visit.page, person)
  await visit.page.waitForURL(`${gatehouse.consoleUrl}${path}`)
  return visit
}

/** The session of this browser ends, as it does when an admin is signed out elsewhere. */
export async function loseSession({ page }: Visit): Promise<void> {
  await page.context().clearCookies({ name: /gatehouse-console$/u })
}

/**
 * The console serves this browser no more: it asks to sign in, or says that a session which began a moment ago was
 * refused.
 */
export async function expectSignedOut({ page }: Visit, gatehouse: RunningGatehouse): Promise<void> {
  await page.goto(`${gatehouse.consoleUrl}/users`)
  const refused = page.getByRole('heading', { name: 'The admin API does not accept your session' })
  await page.locator('#username').or(refused).waitFor()
}
