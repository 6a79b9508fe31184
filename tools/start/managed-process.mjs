import { spawn } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { Failure } from '../workspace/step.mjs'
import { isWorthShowing, lastWords, prettyLine, readLine } from './log-lines.mjs'

const LEASH = new URL('./leash.mjs', import.meta.url).href
const STOP_GRACE_MILLISECONDS = 10_000
const POLL_MILLISECONDS = 50
const SETTLE_TIMEOUT_MILLISECONDS = 4_000
const READY_TIMEOUT_MILLISECONDS = 90_000
const WINDOWS = process.platform === 'win32'

/**
 * @typedef {object} ProcessPlan
 * @property {string} name
 * @property {string} script @property {string[]} [args]
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} env
 * @property {string} [readyUrl] answers 2xx once the process serves
 * @property {string} [settledUrl] answers 2xx once the process also has what it needs from elsewhere
 */

/**
 * One child of the supervisor. Its output goes to `<home>/logs/<name>.log`; warnings and errors also to the
 * terminal, held back until it is ready, so that a failed start is told in one line.
 *
 * Never: shares the terminal's Ctrl-C (it has its own process group), outlives the supervisor (see leash.mjs).
 */
export class ManagedProcess {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #child
  /** Resolves, once the process has ended, to how. */
  ended = Promise.resolve('not started')
  /** @type {import('./log-lines.mjs').LogLine[]} */
  #beforeReady = []
  #isReady = false

  /** @param {ProcessPlan} plan @param {string} home */
  constructor(plan, home) {
    this.plan = plan
    const file = join(home, 'logs', `${plan.name}.log`)
    mkdirSync(dirname(file), { recursive: true })
    if (existsSync(file)) renameSync(file, file.replace(/log$/, 'previous.log'))
    this.log = createWriteStream(file, { mode: 0o600 })
  }

  get pid() {
    return this.#child?.pid
  }

  /** @returns {Promise<string>} how the process ended, once it has */
  start() {
    const { script, args = [], cwd, env } = this.plan
    this.#isReady = false
    this.#beforeReady = []
    const child = spawn(process.execPath, ['--enable-source-maps', '--import', LEASH, script, ...args], {
      cwd,
      env: { ...env, GATEHOUSE_SUPERVISOR: String(process.pid) },
      detached: !WINDOWS,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.#child = child
    this.#read(child.stdout, 'stdout')
    this.#read(child.stderr, 'stderr')
    this.ended = new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message))
      child.once('close', (code, signal) => resolve(signal ?? `exit ${code}`))
    })
    void this.ended.then(() => this.#child === child && (this.#child = undefined))
    return this.ended
  }

  /** @param {import('node:stream').Readable | null} stream @param {'stdout' | 'stderr'} source */
  #read(stream, source) {
    if (!stream) return
    createInterface({ input: stream }).on('line', (text) => {
      this.log.write(`${text}\n`)
      const line = readLine(text, source)
      if (!isWorthShowing(line)) return
      if (this.#isReady) this.#show(line)
      else this.#beforeReady.push(line)
    })
  }

  /** @param {import('./log-lines.mjs').LogLine} line */
  #show(line) {
    process.stderr.write(`${prettyLine(this.plan.name, line)}\n`)
  }

  /**
   * Waits for the first message that the process sends.
   * @returns {Promise<any>}
   * @throws {Failure} with its last words if it ends first
   */
  message() {
    return this.#orFailure(new Promise((resolve) => this.#child?.once('message', resolve)))
  }

  /**
   * Waits until the process serves.
   * @throws {Failure} with its last words if it ends first, or if it takes too long
   */
  async ready() {
    await this.#orFailure(this.#answers())
    this.#isReady = true
    for (const line of this.#beforeReady.splice(0)) this.#show(line)
  }

  /**
   * Whether the process has all that it needs from elsewhere, asked for a few seconds.
   * @returns {Promise<boolean>}
   */
  async settles() {
    const deadline = performance.now() + SETTLE_TIMEOUT_MILLISECONDS
    while (this.plan.settledUrl) {
      const answer = await fetch(this.plan.settledUrl, { signal: AbortSignal.timeout(2_000) }).catch(
        () => undefined,
      )
      await answer?.body?.cancel()
      if (answer?.ok) return true
      if (performance.now() > deadline) return false
      await delay(POLL_MILLISECONDS)
    }
    return true
  }

  async #answers() {
    const child = this.#child
    const deadline = performance.now() + READY_TIMEOUT_MILLISECONDS
    while (this.plan.readyUrl && child && this.#child === child) {
      const answer = await fetch(this.plan.readyUrl, { signal: AbortSignal.timeout(5_000) }).catch(
        () => undefined,
      )
      await answer?.body?.cancel()
      if (answer?.ok) return
      if (performance.now() > deadline) {
        throw new Failure(
          `${this.plan.name}: ${this.plan.readyUrl} does not answer (${answer?.status ?? 'no answer'}).`,
        )
      }
      await delay(POLL_MILLISECONDS)
    }
    // A process that ended never serves; its end, with its last words, is what the caller is told.
    if (this.plan.readyUrl && !this.#child) await new Promise(() => {})
  }

  /**
   * @template T
   * @param {Promise<T>} work
   * @returns {Promise<T>}
   */
  async #orFailure(work) {
    const died = this.ended.then((how) => {
      const words = lastWords(this.#beforeReady)
      if (words.length === 0) words.push(`ended while starting (${how})`)
      throw new Failure(words.map((word) => named(this.plan.name, word)).join('\n'))
    })
    return Promise.race([work, died])
  }

  /** Ends the process: asks, and after ten seconds insists. Resolves when it is gone. */
  async stop() {
    const child = this.#child
    if (!child) return
    if (WINDOWS) child.disconnect()
    else child.kill('SIGTERM')
    const insist = setTimeout(() => this.kill(), STOP_GRACE_MILLISECONDS)
    await this.ended
    clearTimeout(insist)
  }

  /** Ends the process and what it started, at once. */
  kill() {
    const child = this.#child
    if (!child?.pid) return
    try {
      process.kill(WINDOWS ? child.pid : -child.pid, 'SIGKILL')
    } catch {
      child.kill('SIGKILL')
    }
  }
}

/** Names the process in front of its words, unless it has done so. @param {string} name @param {string} words */
const named = (name, words) => (/^[a-z-]+: /.test(words) ? words : `${name}: ${words}`)
