import { inWorkspace } from '../workspace/paths.mjs'
import { SECRET_NAMES } from './secrets.mjs'
import { given } from './settings.mjs'

/** @typedef {import('./managed-process.mjs').ProcessPlan} ProcessPlan */

/** What not every child may see: each gets only what it needs of these. */
const CONFIDENTIAL = [...SECRET_NAMES, 'GATEHOUSE_PREVIOUS_KEY_ENCRYPTION_KEY', 'DATABASE_URL', 'REDIS_URL']

const REACHED_BY_LOOPBACK = new Set(['localhost', '0.0.0.0', '::'])

/**
 * The caller's environment without anything confidential, and on top of it what this child needs.
 * @param {NodeJS.ProcessEnv} env @param {NodeJS.ProcessEnv} own
 */
export function environmentOf(env, own) {
  /** @type {NodeJS.ProcessEnv} */
  const result = { ...env }
  for (const name of CONFIDENTIAL) {
    delete result[name]
    delete result[`${name}_FILE`]
  }
  for (const [name, value] of Object.entries(own)) {
    if (value === undefined) delete result[name]
    else result[name] = value
  }
  return result
}

/**
 * The three apps, each with the least that it needs.
 * @param {import('./settings.mjs').StartSettings} settings
 * @param {import('./secrets.mjs').Secrets} secrets
 * @param {string} databaseUrl
 * @param {NodeJS.ProcessEnv} env
 * @returns {ProcessPlan[]}
 */
export function appPlans(settings, secrets, databaseUrl, env) {
  const { issuer, bankUrl, consoleUrl, ports, host } = settings
  const redisUrl = given(env, 'REDIS_URL')
  // Watched, a server is started anew from the single files that were compiled anew.
  const program = settings.watch ? ['main.js'] : ['server', 'main.js']
  const listensOn = !host || REACHED_BY_LOOPBACK.has(host) ? '127.0.0.1' : host
  const origin = (/** @type {number} */ port) =>
    `http://${listensOn.includes(':') ? `[${listensOn}]` : listensOn}:${port}`

  return [
    {
      name: 'auth-server',
      script: inWorkspace('apps', 'auth-server', 'dist', ...program),
      cwd: inWorkspace('apps', 'auth-server'),
      readyUrl: `${origin(ports.auth)}/health/ready`,
      env: environmentOf(env, {
        DATABASE_URL: databaseUrl,
        REDIS_URL: redisUrl,
        GATEHOUSE_ISSUER: issuer,
        GATEHOUSE_PORT: String(ports.auth),
        GATEHOUSE_CONSOLE_URL: consoleUrl,
        GATEHOUSE_KEY_ENCRYPTION_KEY: secrets.GATEHOUSE_KEY_ENCRYPTION_KEY,
        GATEHOUSE_PREVIOUS_KEY_ENCRYPTION_KEY: given(env, 'GATEHOUSE_PREVIOUS_KEY_ENCRYPTION_KEY'),
        GATEHOUSE_PASSWORD_PEPPER: secrets.GATEHOUSE_PASSWORD_PEPPER,
        GATEHOUSE_COOKIE_SECRET: secrets.GATEHOUSE_COOKIE_SECRET,
      }),
    },
    {
      name: 'resource-api',
      script: inWorkspace('apps', 'resource-api', 'dist', ...program),
      cwd: inWorkspace('apps', 'resource-api'),
      // It is ready when it can read revocations, for which the issuer must be reachable from here; a TLS proxy that is
      // started later, or a certificate that only browsers know, must not keep the rest from starting.
      readyUrl: `${origin(ports.bank)}/health/live`,
      settledUrl: `${origin(ports.bank)}/health/ready`,
      env: environmentOf(env, {
        DATABASE_URL: databaseUrl,
        REDIS_URL: redisUrl,
        GATEHOUSE_ISSUER: issuer,
        GATEHOUSE_BANK_PORT: String(ports.bank),
        GATEHOUSE_BANK_URL: bankUrl,
        GATEHOUSE_BANK_CLIENT_ID: env['GATEHOUSE_BANK_CLIENT_ID'] || 'bank-api',
        GATEHOUSE_BANK_CLIENT_SECRET: secrets.GATEHOUSE_BANK_CLIENT_SECRET,
      }),
    },
    {
      name: 'admin-console',
      script: inWorkspace('node_modules', 'next', 'dist', 'bin', 'next'),
      args: [
        settings.watch ? 'dev' : 'start',
        '-p',
        String(ports.console),
        '-H',
        host === 'localhost' ? '127.0.0.1' : (host ?? '127.0.0.1'),
      ],
      cwd: inWorkspace('apps', 'admin-console'),
      readyUrl: `${origin(ports.console)}/health/live`,
      env: environmentOf(env, {
        NODE_ENV: undefined, // Next sets its own, and warns of any other
        NEXT_TELEMETRY_DISABLED: '1',
        REDIS_URL: redisUrl,
        GATEHOUSE_ISSUER: issuer,
        GATEHOUSE_CONSOLE_URL: consoleUrl,
        GATEHOUSE_CONSOLE_CLIENT_ID: env['GATEHOUSE_CONSOLE_CLIENT_ID'] || 'admin-console',
        GATEHOUSE_CONSOLE_CLIENT_SECRET: secrets.GATEHOUSE_CONSOLE_CLIENT_SECRET,
        GATEHOUSE_CONSOLE_SECRET: secrets.GATEHOUSE_CONSOLE_SECRET,
      }),
    },
  ]
}
