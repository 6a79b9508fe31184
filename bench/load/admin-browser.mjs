import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { Failure } from '../../tools/workspace/step.mjs'
import { PASSWORD, usernameOf } from './registration.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
const WARM_UPS = 2
const REST_MILLISECONDS = 300

/** What is on the screen once an answer is there. @typedef {{ selector: string, text: string }} Sign */

/** Waits by what was waited for, in milliseconds. @typedef {Map<string, number[]>} Waits */

/** One admin in one window. */
export class AdminBrowser {
  /** How long the console waits for the next key of a search. */
  static typingMilliseconds = 150

  /** @param {import('playwright-core').Browser} browser @param {import('playwright-core').Page} page @param {string} origin */
  constructor(browser, page, origin) {
    this.browser = browser
    this.page = page
    this.origin = origin
  }

  /** @param {string} origin of the console */
  static async start(origin) {
    const executablePath = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin']
      .flatMap((folder) => NAMES.map((name) => join(folder, name)))
      .find(isExecutable)
    if (!executablePath) throw new Failure('This bench needs Chromium, and there is none.')
    const browser = await chromium.launch({
      executablePath,
      args: ARGUMENTS,
      // An interruption ends the servers first, and the browser with them.
      ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
    })
    const page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1280, height: 800 } })
    return new AdminBrowser(browser, page, origin)
  }

  async signIn() {
    const { page } = this
    await page.goto(`${this.origin}/users`)
    await page.locator('#username').fill(usernameOf(0))
    await page.locator('#password').fill(PASSWORD)
    await page.locator('#submit').click()
    await page.getByRole('table').waitFor()
  }

  /** @param {number} times @returns {Promise<Waits>} */
  async measure(times) {
    /** @type {Waits} */
    const waits = new Map()
    for (let time = -WARM_UPS; time < times; time += 1) {
      for (const [what, milliseconds] of await this.#once(time + WARM_UPS)) {
        if (time >= 0) waits.set(what, [...(waits.get(what) ?? []), milliseconds])
      }
    }
    return waits
  }

  stop() {
    return this.browser.close()
  }

  /** @param {number} time @returns {Promise<[string, number][]>} */
  async #once(time) {
    const { page, origin } = this
    const name = `grown-${71_000 + time * 13}`
    const navigation = page.getByRole('navigation', { name: 'Main navigation' })
    const person = page.getByRole('row').filter({ hasText: name }).first()
    /** @type {[string, () => Promise<unknown>, Sign][]} */
    const steps = [
      [
        'list, by its address',
        () => page.goto(`${origin}/users`, { waitUntil: 'commit' }),
        { selector: 'tbody tr', text: '@' },
      ],
      [
        'next page',
        () => page.getByRole('link', { name: 'Next' }).click(),
        { selector: 'nav a', text: 'First' },
      ],
      [
        'search for one of all',
        () => page.getByRole('searchbox').fill(name),
        { selector: 'td a', text: name },
      ],
      ['detail of a person', () => person.getByRole('link').first().click(), { selector: 'h1', text: name }],
      [
        'list, from the navigation',
        () => navigation.getByRole('link', { name: 'Users' }).click(),
        { selector: 'tbody tr', text: '@' },
      ],
    ]
    /** @type {[string, number][]} */
    const waits = []
    for (const [what, act, sign] of steps) {
      // As a person does, it acts on a page that has come to rest.
      await page.waitForLoadState('networkidle')
      await sleep(REST_MILLISECONDS)
      const begin = performance.now()
      await act()
      await this.#shows(sign)
      waits.push([what, performance.now() - begin])
    }
    return waits
  }

  /** Looked for in each frame: the waiting of locators rests for half a second in between. @param {Sign} sign */
  #shows(sign) {
    return this.page.waitForFunction(
      ({ selector, text }) =>
        [...document.querySelectorAll(selector)].some(({ textContent }) => textContent?.includes(text)),
      sign,
      { polling: 'raf' },
    )
  }
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
