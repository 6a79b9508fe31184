import { createPublicKey, verify } from 'node:crypto'

/** One token in so many is verified: enough to see a wrong one, and cheap enough for the core that PostgreSQL needs. */
const ONE_IN = 40

/** @param {string} part @returns {Record<string, any>} */
const decode = (part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))

/** Verifies the signatures of a sample of tokens with the keys that the contender publishes. */
export class SignatureSample {
  #seen = 0
  /** @type {Promise<Map<string, import('node:crypto').KeyObject>> | undefined} */
  #keys

  /** @param {import('../contenders/contenders.mjs').Contender} contender */
  constructor(contender) {
    this.contender = contender
  }

  /** @param {string} token @param {{ aud: string }} expected @throws {Error} when it is not what it should be */
  async check(token, { aud }) {
    if (this.#seen++ % ONE_IN !== 0) return
    const [head = '', payload = '', signature = ''] = token.split('.')
    const { alg, kid } = decode(head)
    const claims = decode(payload)
    const audience = [claims['aud']].flat()
    if (alg !== 'ES256') throw new Error(`A token is signed by ${alg}`)
    if (!audience.includes(aud)) throw new Error(`A token is for ${audience.join(', ')} instead of ${aud}`)
    if (claims['iss'] !== this.contender.issuer) throw new Error(`A token is of ${claims['iss']}`)
    if (!(claims['exp'] > Date.now() / 1000)) throw new Error('A token is expired')
    this.#keys ??= this.#fetchKeys()
    const key = (await this.#keys).get(kid)
    const signed = Buffer.from(`${head}.${payload}`)
    const good =
      key && verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))
    if (!good) throw new Error('The signature of a token does not verify')
  }

  async #fetchKeys() {
    const answer = await fetch(this.contender.origin + this.contender.paths.keys)
    const { keys } = await answer.json()
    const usable = keys.filter((/** @type {{ kty: string }} */ jwk) => jwk.kty === 'EC')
    return new Map(
      usable.map((/** @type {{ kid: string } & import('node:crypto').JsonWebKey} */ jwk) => [
        jwk.kid,
        createPublicKey({ key: jwk, format: 'jwk' }),
      ]),
    )
  }
}
