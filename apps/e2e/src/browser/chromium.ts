import { describe, jest } from '@jest/globals'
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { chromium, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

/** A hint about speed alone: the console fetches the style sheet of a page that one may go to next. */
const IS_PREFETCH_HINT = /was preloaded using link preload but not used/u

const PATIENCE_MILLISECONDS = 15_000

/** A journey has many steps, each of which has its own patience; on a busy machine they add up. */
const JOURNEY_MILLISECONDS = 150_000

jest.setTimeout(JOURNEY_MILLISECONDS)

const executablePath = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin']
  .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  .find(isExecutable)

if (executablePath === undefined) {
  if (process.env['CI'] === 'true') throw new Error('The browser journeys need Chromium, and there is none')
  process.stderr.write('SKIPPED: the browser journeys need Chromium (apt-get install chromium)\n')
}

/** `describe` for journeys in a browser; without one they are skipped with a visible line, in CI they fail. */
// Skipped only where there is no browser, and said so above.
export const describeInChromium = executablePath === undefined ? describe.skip : describe

/** A browser window that nobody has used before, with everything that the browser complained about. */
export interface Visit {
  page: Page
  /** Errors and warnings of the browser's console, broken content policies among them, and uncaught exceptions. */
  complaints: string[]
}

/** One Chromium for a file of journeys. */
export class Chromium {
  private readonly contexts: BrowserContext[] = []

  private constructor(
    private readonly browser: Awaited<ReturnType<typeof chromium.launch>>,
    private readonly folder: string,
  ) {}

  static async start(): Promise<Chromium> {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-e2e-chromium-'))
    const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder }
    const browser = await chromium.launch({ executablePath: executablePath!, args: ARGUMENTS, env })
    return new Chromium(browser, folder)
  }

  async visit(options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await this.browser.newContext({ locale: 'en-GB', ...options })
    this.contexts.push(context)
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MILLISECONDS)
    const complaints: string[] = []
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()) && !IS_PREFETCH_HINT.test(message.text()))
        complaints.push(`${message.text()} (${message.location().url})`)
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    return { page, complaints }
  }

  /** Closes every window. */
  async leave(): Promise<void> {
    await Promise.all(this.contexts.splice(0).map((context) => context.close()))
  }

  async stop(): Promise<void> {
    await this.browser.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
