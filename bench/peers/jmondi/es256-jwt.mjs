import { createPublicKey } from 'node:crypto'
import { createRequire } from 'node:module'
import { RESOURCE } from '../../load/registration.mjs'

// The library's own dependency: its JwtService signs by HS256 alone, and asks for another one where that will not do.
const jsonwebtoken = createRequire(createRequire(import.meta.url).resolve('@jmondi/oauth2-server'))(
  'jsonwebtoken',
)

/** The library's JwtService with ES256. */
export class Es256Jwt {
  /** @param {import('node:crypto').KeyObject} privateKey */
  constructor(privateKey) {
    this.privateKey = privateKey
    this.publicKey = createPublicKey(privateKey)
  }

  async verify(token, options = {}) {
    return jsonwebtoken.verify(token, this.publicKey, { ...options, algorithms: ['ES256'] })
  }

  decode(token) {
    return jsonwebtoken.decode(token)
  }

  async sign(payload) {
    return jsonwebtoken.sign(payload, this.privateKey, { algorithm: 'ES256', keyid: 'bench' })
  }

  extraTokenFields() {
    return { aud: RESOURCE }
  }
}
