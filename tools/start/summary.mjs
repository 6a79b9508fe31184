import { relative } from 'node:path'
import { styleText } from 'node:util'
import { workspaceRoot } from '../workspace/paths.mjs'

/**
 * What a person and a script need to know of a running instance. Stands in `run.json` as it is.
 * @typedef {object} RunFacts
 * @property {string} issuer @property {string} bankUrl @property {string} consoleUrl
 * @property {string} databaseUrl
 * @property {string} [setupUrl]
 * @property {{ username: string, password: string, clientId: string, clientSecret: string }} [demo]
 * @property {string} [curl] a shell line that gets a token and calls the bank with it
 * @property {string[]} [unsettled] apps that serve, but cannot reach the issuer yet
 * @property {Record<string, number | undefined>} pids
 * @property {string} startedAt ISO 8601
 */

/** The scope that the demo client may ask for and the route that it opens. */
const DEMO_CALL = { scope: 'accounts:read', path: '/accounts' }

/** @param {{ issuer: string, bankUrl: string, demo: NonNullable<RunFacts['demo']> }} facts */
export function curlLine({ issuer, bankUrl, demo }) {
  const token = [
    `curl -s -u '${demo.clientId}:${demo.clientSecret}'`,
    `-d grant_type=client_credentials -d scope=${DEMO_CALL.scope} -d resource=${bankUrl}`,
    `${issuer}/oauth2/token | node -pe 'JSON.parse(fs.readFileSync(0)).access_token'`,
  ].join(' ')
  return `curl -s -H "Authorization: Bearer $(${token})" ${bankUrl}${DEMO_CALL.path}`
}

/**
 * @param {RunFacts} facts
 * @param {{ home: string, seconds: number, watch: boolean }} run
 * @returns {string} the summary for the terminal
 */
export function summary(facts, { home, seconds, watch }) {
  const folder = relative(workspaceRoot, home) || home
  const rows = [
    ['Authorization server', facts.issuer],
    ['Bank API', facts.bankUrl],
    ['Admin console', facts.consoleUrl],
    ...(facts.setupUrl ? [['First admin, once', facts.setupUrl]] : []),
    ...(facts.demo
      ? [
          ['Demo person', `${facts.demo.username}  ${facts.demo.password}`],
          ['Demo client', `${facts.demo.clientId}  ${facts.demo.clientSecret}`],
        ]
      : []),
  ]
  const lines = [
    '',
    styleText('bold', `Gatehouse is ready (${seconds.toFixed(1)} s)${watch ? ', reloading on change' : ''}.`),
    '',
    ...rows.map(([name = '', value]) => `  ${name.padEnd(22)}${value}`),
    ...(facts.unsettled
      ? [
          '',
          `  ${facts.unsettled.join(', ')} cannot reach ${facts.issuer} from this machine yet, and answers 503 until it can.`,
          '  Behind a TLS proxy: is it running, and does Node.js know its certificate (NODE_EXTRA_CA_CERTS)?',
        ]
      : []),
    ...(facts.curl ? ['', '  A token, and a call to the bank with it:', `  ${facts.curl}`] : []),
    '',
    `  Ctrl-C stops everything. Facts for scripts: ${folder}/run.json; logs: ${folder}/logs/`,
    '',
  ]
  return `${lines.join('\n')}\n`
}
