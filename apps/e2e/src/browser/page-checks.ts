import { expect } from '@jest/globals'
import axe from 'axe-core'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from 'playwright-core'

const PICTURES = resolve(import.meta.dirname, '../../../../docs/pictures')
const SCHEMES = ['light', 'dark'] as const
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** The rules that a page can keep in one colour scheme and break in the other. */
const RULES_ABOUT_COLOUR = ['color-contrast']

/** How long a page may take to finish its change of colours before what axe-core finds counts, in milliseconds. */
const SETTLING_MS = 5_000

/** What axe-core finds wrong in the page once it has settled: colours halfway from light to dark do not count. */
async function violationsOf(page: Page, rules: readonly string[]): Promise<string[]> {
  const options = JSON.stringify({ runOnly: rules, resultTypes: ['violations'] })
  const until = performance.now() + SETTLING_MS
  for (;;) {
    const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(document, ${options})`)
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
    if (!found.length || performance.now() > until) return found
    await page.waitForTimeout(250)
  }
}

/** Nothing that axe-core finds wrong, by light and by dark (WCAG 2.2 AA). */
export async function expectAccessible(page: Page): Promise<void> {
  await page.mouse.move(0, 0) // away from what shows a tooltip, which stands outside the landmarks
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate(`${axe.source}; undefined`) // by the debugger: the content policy refuses a script element
    const found = await violationsOf(page, colorScheme === 'light' ? RULES : RULES_ABOUT_COLOUR)
    expect({ page: page.url(), colorScheme, found }).toEqual({ page: page.url(), colorScheme, found: [] })
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null })
}

/** Nothing that is wider than the window, at widths down to that of a telephone (WCAG 2.2 §1.4.10). */
export async function expectFits(page: Page): Promise<void> {
  const size = page.viewportSize()
  for (const width of [768, 360]) {
    await page.setViewportSize({ width, height: 800 })
    const overflow = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    expect({ page: page.url(), width, overflow }).toEqual({ page: page.url(), width, overflow: 0 })
  }
  if (size) await page.setViewportSize(size)
}

/** Waits until a list says that it has so many results: '1 result' is not a part of '11 results'. */
export const listSays = (page: Page, count: string): Promise<void> =>
  page
    .getByRole('status')
    .filter({ hasText: new RegExp(`^${count}$`, 'u') })
    .waitFor()

/** With GATEHOUSE_PICTURES=1: keeps a picture of the page for the documents, light and dark. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if (process.env['GATEHOUSE_PICTURES'] !== '1') return
  mkdirSync(PICTURES, { recursive: true })
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate('document.fonts.ready')
    await page.screenshot({ path: resolve(PICTURES, `${name}-${colorScheme}.png`), animations: 'disabled' })
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null })
}

/** Id of the element that has the focus. */
export const focusedId = (page: Page): Promise<unknown> => page.evaluate('document.activeElement?.id')

/** Fills in the hosted sign-in page and sends it. */
export async function signIn(page: Page, person: { username: string; password: string }): Promise<void> {
  await page.locator('#username').fill(person.username)
  await page.locator('#password').fill(person.password)
  await page.locator('#submit').click()
}
