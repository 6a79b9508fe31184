import { sign, generateKeyPairSync, randomUUID, verify } from 'node:crypto'
import 'reflect-metadata'
import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { RequireScopes, ResourceServerModule, RevocationSource } from '@gatehouse/guards'
import { AccessTokenGuard } from '../libs/guards/dist/access-token.guard.js'
import { RevocationList } from '../libs/guards/dist/revocation/feed/revocation-list.js'
import { prepare } from '../tools/prepare.mjs'
import { entry } from '../tools/workspace/step.mjs'
import { record } from './results.mjs'
import { median, table } from './statistics.mjs'

/*
 * `npm run bench:guard`: what the guard costs a request, in CPU time of the process. A token that is known already, and
 * the first sight of one against the bare verification of its signature.
 */

const ISSUER = 'https://id.example.com'
const AUDIENCE = 'https://bank.example.com'
const REVOKED = 10_000
const ROUNDS = 9
const KNOWN_CALLS = 50_000
const NEW_TOKENS = 2_000

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ES256 = { dsaEncoding: /** @type {const} */ ('ieee-p1363') }

function newToken() {
  const now = Math.floor(Date.now() / 1000)
  const header = { typ: 'at+jwt', alg: 'ES256', kid: 'k1' }
  const claims = {
    ...{ iss: ISSUER, aud: AUDIENCE, iat: now, exp: now + 900, jti: randomUUID(), client_id: 'web-shop' },
    ...{ sub: randomUUID(), sid: randomUUID(), gid: randomUUID(), scope: 'accounts:read transfers:write' },
  }
  const input = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const signature = sign('sha256', Buffer.from(input), { key: privateKey, ...ES256 })
  return { input: Buffer.from(input), signature, token: `${input}.${signature.toString('base64url')}` }
}

/** Knows as many revocations as a busy server has, none of them of these tokens. */
class FullList extends RevocationSource {
  #list = new RevocationList(500_000, 30)

  constructor() {
    super()
    const now = Math.floor(Date.now() / 1000)
    for (let sequence = 1; sequence <= REVOKED; sequence += 1) {
      const entry = { sequence: String(sequence), revoked_at: now, expires_at: now + 900 }
      this.#list.add({ ...entry, claim: sequence % 2 ? 'jti' : 'gid', value: randomUUID() })
    }
  }

  isRevoked({ claims }) {
    return this.#list.ends(claims)
  }
}

class Accounts {
  list() {}
}
RequireScopes('accounts:read')(Accounts)

class Bank {}
Module({
  imports: [
    ResourceServerModule.forRoot({
      issuer: ISSUER,
      audience: AUDIENCE,
      jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256', use: 'sig' }] },
      revocation: { source: new FullList() },
    }),
  ],
})(Bank)

/** What Nest hands to a guard, without a server around it. @param {string} token */
function contextOf(token) {
  const request = { headers: { authorization: `Bearer ${token}` }, method: 'GET', url: '/accounts' }
  const http = { getRequest: () => request, getResponse: () => ({}) }
  return {
    getHandler: () => Accounts.prototype.list,
    getClass: () => Accounts,
    getType: () => 'http',
    switchToHttp: () => http,
  }
}

/** CPU time of one call, in microseconds. @param {number} calls @param {(index: number) => unknown} call */
async function cost(calls, call) {
  const before = process.cpuUsage()
  for (let index = 0; index < calls; index += 1) await call(index)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / calls
}

await entry(async () => {
  await prepare({ console: false })
  const app = await NestFactory.createApplicationContext(Bank, { logger: false })
  const guard = app.get(AccessTokenGuard)
  const known = newToken().token
  const measured = { nothing: [], known: [], verify: [], firstSight: [] }
  for (let round = 0; round <= ROUNDS; round += 1) {
    const tokens = Array.from({ length: NEW_TOKENS }, newToken)
    const contexts = tokens.map(({ token }) => contextOf(token))
    const of = {
      nothing: await cost(KNOWN_CALLS, () => contextOf(known)),
      known: await cost(KNOWN_CALLS, () => guard.canActivate(contextOf(known))),
      verify: await cost(NEW_TOKENS, (index) => {
        const { input, signature } = tokens[index]
        if (!verify('sha256', input, { key: publicKey, ...ES256 }, signature)) throw new Error('no')
      }),
      firstSight: await cost(NEW_TOKENS, (index) => guard.canActivate(contexts[index])),
    }
    // The first round warms up.
    if (round > 0) for (const name of Object.keys(measured)) measured[name].push(of[name])
  }
  await app.close()

  const knownMicros = median(measured.known) - median(measured.nothing)
  const ratios = measured.firstSight.map((micros, round) => micros / measured.verify[round])
  const rows = [
    [
      'token known',
      knownMicros,
      `${(knownMicros / median(measured.verify)).toFixed(2)} × crypto.verify`,
      '< 10 µs',
    ],
    [
      'first sight of a token',
      median(measured.firstSight),
      `${median(ratios).toFixed(2)} × crypto.verify`,
      '≤ 1.3 ×',
    ],
    ['crypto.verify alone, ES256', median(measured.verify), '1.00', ''],
  ]
  const note = `Median of ${ROUNDS} rounds; the list of revocations holds ${REVOKED} others. The same token in ${KNOWN_CALLS}
calls, and ${NEW_TOKENS} new tokens in each round.`
  record(
    'What the guard costs a request',
    'npm run bench:guard',
    `${table(['', 'CPU, µs', 'ratio', 'goal'], rows)}\n\n${note}`,
  )
})
