import { prepare } from './prepare.mjs'
import { appPlans } from './start/apps.mjs'
import { lockHome } from './start/lock.mjs'
import { requireFreePorts } from './start/ports.mjs'
import { loadSecrets } from './start/secrets.mjs'
import { requireSettings } from './start/settings-check.mjs'
import { readSettings } from './start/settings.mjs'
import { summary } from './start/summary.mjs'
import { Supervisor } from './start/supervisor.mjs'
import { watchSources } from './start/watch.mjs'
import { entry, stopCommands } from './workspace/step.mjs'

/*
 * `npm start` and `npm run dev`: from any state of the workspace to three running servers, one summary, and a
 * clean end on Ctrl-C.
 */

/**
 * @param {Supervisor} supervisor
 * @returns {Promise<'told'>} when a signal asks to end; a second one hurries
 */
function untilTold(supervisor) {
  return new Promise((resolve) => {
    let told = false
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => {
        if (told) supervisor.hurry()
        told = true
        stopCommands()
        resolve('told')
      })
    }
  })
}

await entry(async () => {
  const settings = await readSettings(process.env, process.argv.slice(2))
  const unlock = lockHome(settings.home, settings.watch ? 'npm run dev' : 'npm start')
  const supervisor = new Supervisor(settings)
  const told = untilTold(supervisor)
  try {
    await requireFreePorts(settings)
    const preparing = prepare({ console: !settings.watch })
    const starting = preparing.then(async () => {
      const secrets = loadSecrets(settings, process.env)
      await requireSettings(appPlans(settings, secrets, settings.databaseUrl ?? 'postgresql://', process.env))
      return supervisor.start(secrets, process.env)
    })
    starting.catch(() => {}) // when told to stop meanwhile, how the start ended does not matter
    const facts = await Promise.race([starting, told])
    if (facts === 'told') return
    process.stdout.write(summary(facts, { ...settings, seconds: performance.now() / 1000 }))

    const watcher = settings.watch ? watchSources((app) => supervisor.restart(app)) : undefined
    const end = await Promise.race([told, ...(settings.watch ? [] : [supervisor.firstUnexpectedEnd()])])
    watcher?.close()
    if (end !== 'told') throw end
  } finally {
    await supervisor.stop()
    unlock()
  }
})
