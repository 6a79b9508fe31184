import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../workspace/step.mjs'
import { appPlans } from './apps.mjs'
import { embeddedPostgres, migrateDatabase, seedDatabase } from './database.mjs'
import { ManagedProcess } from './managed-process.mjs'
import { writePrivately } from './secrets.mjs'
import { curlLine } from './summary.mjs'

/** Thrown inside a start that was told to stop meanwhile. */
class Stopped extends Error {}

/**
 * Starts and stops one instance: database first, then the apps; the apps first, then the database.
 */
export class Supervisor {
  /** @type {ManagedProcess | undefined} */
  #postgres
  /** @type {ManagedProcess[]} */
  #apps = []
  #stopping = false

  /** @param {import('./settings.mjs').StartSettings} settings */
  constructor(settings) {
    this.settings = settings
    this.runFile = join(settings.home, 'run.json')
    rmSync(this.runFile, { force: true })
  }

  /**
   * @param {import('./secrets.mjs').Secrets} secrets
   * @param {NodeJS.ProcessEnv} env
   * @returns {Promise<import('./summary.mjs').RunFacts>} once all three apps serve
   */
  async start(secrets, env) {
    const { issuer, bankUrl, consoleUrl, production } = this.settings
    this.#refuseIfStopping()
    const databaseUrl = this.settings.databaseUrl ?? (await this.#startPostgres())
    const plans = appPlans(this.settings, secrets, databaseUrl, env)
    this.#startApps(plans.filter(({ name }) => name === 'admin-console'))
    await migrateDatabase(databaseUrl)
    this.#startApps(plans.filter(({ name }) => name !== 'admin-console'))
    const facts = await seedDatabase({ databaseUrl, issuer, bankUrl, consoleUrl, secrets, production })
    await Promise.all(this.#apps.map((app) => app.ready()))
    const settled = await Promise.all(this.#apps.map((app) => app.settles()))
    const unsettled = this.#apps.filter((_, at) => !settled[at]).map((app) => app.plan.name)

    const pids = [this.#postgres, ...this.#apps].map((each) => [each?.plan.name, each?.pid])
    const run = {
      issuer,
      bankUrl,
      consoleUrl,
      databaseUrl,
      ...facts,
      ...(unsettled.length ? { unsettled } : {}),
      ...(facts.demo ? { curl: curlLine({ issuer, bankUrl, demo: facts.demo }) } : {}),
      pids: Object.fromEntries([['supervisor', process.pid], ...pids.filter(([name]) => name)]),
      startedAt: new Date().toISOString(),
    }
    this.#refuseIfStopping()
    writePrivately(this.runFile, run)
    return run
  }

  async #startPostgres() {
    this.#refuseIfStopping()
    this.#postgres = embeddedPostgres(this.settings.home)
    void this.#postgres.start()
    const { url } = await this.#postgres.message()
    return url
  }

  /** @param {import('./managed-process.mjs').ProcessPlan[]} plans */
  #startApps(plans) {
    this.#refuseIfStopping()
    for (const plan of plans) {
      const app = new ManagedProcess(plan, this.settings.home)
      this.#apps.push(app)
      void app.start()
    }
  }

  #refuseIfStopping() {
    if (this.#stopping) throw new Stopped('stopped while starting')
  }

  /**
   * Resolves when a process ends that nobody told to.
   * @returns {Promise<Failure>}
   */
  async firstUnexpectedEnd() {
    const processes = [...this.#apps, ...(this.#postgres ? [this.#postgres] : [])]
    const end = await Promise.race(
      processes.map((each) => each.ended.then((how) => ({ name: each.plan.name, how }))),
    )
    return new Failure(`${end.name} ended (${end.how}); its last lines are in ${this.settings.home}/logs.`)
  }

  /**
   * Restarts one app; what goes wrong is printed, and the next change tries again.
   * @param {string} name
   */
  async restart(name) {
    const app = this.#apps.find((each) => each.plan.name === name)
    if (!app || this.#stopping) return
    const startedAt = performance.now()
    await app.stop()
    if (this.#stopping) return
    void app.start()
    try {
      await app.ready()
      process.stdout.write(`${name} restarted (${((performance.now() - startedAt) / 1000).toFixed(1)} s)\n`)
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    }
  }

  /** Stops the apps, then PostgreSQL. Resolves when all are gone. */
  async stop() {
    this.#stopping = true
    await Promise.all(this.#apps.map((app) => app.stop()))
    await this.#postgres?.stop()
    rmSync(this.runFile, { force: true })
  }

  /** Ends the apps at once; PostgreSQL still shuts down in order. */
  hurry() {
    for (const app of this.#apps) app.kill()
  }
}
