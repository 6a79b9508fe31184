import { decodeJwt } from 'jose'
import { ServerCalls } from './calls.mjs'

const ADMIN_API = 'urn:gatehouse:admin'
const SCOPES = ['admin:sessions:read', 'admin:sessions:write']

/** The admin API, as a machine calls it that may end sessions and tokens. */
export class AdminCalls {
  #url
  #token

  /** @param {string} issuer @param {string} token of the admin API */
  constructor(issuer, token) {
    this.#url = `${issuer}/admin/v1`
    this.#token = token
  }

  /**
   * Registers such a machine and gets a token for it.
   * @param {(...args: string[]) => Promise<string>} commandLine @param {string} issuer
   */
  static async register(commandLine, issuer) {
    const added = await commandLine(
      ...['client', 'add', '--name', 'Bench', '--kind', 'service', '--json'],
      ...['--resource', ADMIN_API, '--scope', SCOPES.join(' ')],
    )
    const { client_id: clientId, client_secret: clientSecret } = JSON.parse(added)
    const server = new ServerCalls(issuer, clientId, clientSecret)
    const { access_token: token } = await server.token({ grant_type: 'client_credentials' })
    return new AdminCalls(issuer, token)
  }

  /** Signs out whom the token is of. @param {string} token */
  endSessionsOf(token) {
    return this.#post('/sessions/end', { user: decodeJwt(token).sub })
  }

  /** @param {string} token */
  revoke(token) {
    return this.#post('/tokens/revoke', { token })
  }

  /** @param {string} path @param {object} body */
  async #post(path, body) {
    const answer = await fetch(this.#url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    await answer.arrayBuffer()
  }
}
