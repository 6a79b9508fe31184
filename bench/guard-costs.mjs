import { sign, generateKeyPairSync, randomUUID, verify } from 'node:crypto'
import 'reflect-metadata'
import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { RequireScopes, ResourceServerModule, RevocationSource } from '@gatehouse/guards'
import { AccessTokenGuard } from '../libs/guards/dist/access-token.guard.js'
import { RevocationList } from '../libs/guards/dist/revocation/feed/revocation-list.js'

const ISSUER = 'https://id.example.com'
const AUDIENCE = 'https://bank.example.com'
export const REVOKED = 10_000
export const ROUNDS = 9
export const KNOWN_CALLS = 50_000
export const NEW_TOKENS = 2_000

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

/**
 * CPU time of one call in each round, in microseconds: of nothing, of a known token, of the bare verification, and of the
 * first sight of a token.
 */
export async function guardCosts() {
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
  return measured
}
