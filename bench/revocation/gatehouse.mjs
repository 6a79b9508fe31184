import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { appPlans } from '../../tools/start/apps.mjs'
import { embeddedPostgres, migrateDatabase, seedDatabase } from '../../tools/start/database.mjs'
import { ManagedProcess } from '../../tools/start/managed-process.mjs'
import { freePort } from '../../tools/start/ports.mjs'
import { loadSecrets } from '../../tools/start/secrets.mjs'
import { inWorkspace } from '../../tools/workspace/paths.mjs'

const INHERITED = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR', 'SystemRoot', 'TEMP', 'USERPROFILE']

/**
 * The authorization server and several instances of the bank on free ports, with a database that is thrown away.
 * @param {number} instances
 */
export async function startGatehouse(instances) {
  const home = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'))
  // Started by root, PostgreSQL runs as an account of its own, which passes through here.
  chmodSync(home, 0o711)
  /** @type {ManagedProcess[]} */
  const processes = []
  const stop = async () => {
    const [postgres, ...servers] = processes
    await Promise.all(servers.map((server) => server.stop()))
    await postgres?.stop()
    rmSync(home, { recursive: true, force: true })
  }
  try {
    return { ...(await begin(home, instances, processes)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** @param {string} home @param {number} instances @param {ManagedProcess[]} processes gets each that was started */
async function begin(home, instances, processes) {
  const inherited = Object.fromEntries(INHERITED.map((name) => [name, process.env[name]]))
  const secrets = loadSecrets({ home, production: false }, {})
  const postgres = embeddedPostgres(home)
  processes.push(postgres)
  void postgres.start()
  const { url: databaseUrl } = await postgres.message()
  await migrateDatabase(databaseUrl)

  const [auth, bank, console] = [await freePort(), await freePort(), await freePort()]
  const [issuer, bankUrl, consoleUrl] = [auth, bank, console].map((port) => `http://localhost:${port}`)
  const urls = { issuer: String(issuer), bankUrl: String(bankUrl), consoleUrl: String(consoleUrl) }
  const { demo } = await seedDatabase({ databaseUrl, ...urls, secrets, production: false })
  if (!demo) throw new Error('There is no demo client')

  const settings = { home, watch: false, production: false, host: undefined, databaseUrl }
  const env = { ...inherited, GATEHOUSE_LOG_LEVEL: 'warn' }
  const plans = appPlans({ ...settings, ...urls, ports: { auth, bank, console } }, secrets, databaseUrl, env)
  const [authPlan, bankPlan] = plans
  if (!authPlan || !bankPlan) throw new Error('There is nothing to start')
  await serve(authPlan)

  const banks = []
  for (let number = 1; number <= instances; number += 1) {
    const port = number === 1 ? bank : await freePort()
    const url = `http://127.0.0.1:${port}`
    const own = { ...bankPlan.env, GATEHOUSE_BANK_PORT: String(port), GATEHOUSE_BANK_REVOCATION: 'feed' }
    await serve({ ...bankPlan, name: `bank-${number}`, readyUrl: `${url}/health/ready`, env: own })
    banks.push(url)
  }

  /** @param {import('../../tools/start/managed-process.mjs').ProcessPlan} plan */
  async function serve(plan) {
    const server = new ManagedProcess(plan, home)
    processes.push(server)
    void server.start()
    await server.ready()
  }

  /** Runs `npm run user -- …`, `npm run client -- …` on this database; what it prints. @param {string[]} args */
  async function commandLine(...args) {
    const script = inWorkspace('apps', 'auth-server', 'dist', 'cli.js')
    const pepper = secrets.GATEHOUSE_PASSWORD_PEPPER
    const own = { ...inherited, DATABASE_URL: databaseUrl, GATEHOUSE_PASSWORD_PEPPER: pepper }
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], { env: own })
    return stdout
  }

  return { ...urls, banks, demo, commandLine }
}
