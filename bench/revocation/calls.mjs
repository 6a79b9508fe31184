import { Agent, request } from 'node:http'

/** @param {number} connections kept open at most */
export const connections = (connections) => new Agent({ keepAlive: true, maxSockets: connections })

/**
 * One GET with a bearer token, without what `fetch` costs on top.
 * @param {Agent} agent @param {string} url @param {string} [token]
 * @returns {Promise<number>} the status
 */
export function get(agent, url, token) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return new Promise((resolve, reject) => {
    request(url, { agent, headers }, (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
      response.once('error', reject)
    })
      .on('error', reject)
      .end()
  })
}

/** The authorization server, as one confidential client uses it. */
export class ServerCalls {
  #authorization

  /** @param {string} issuer @param {string} clientId @param {string} clientSecret */
  constructor(issuer, clientId, clientSecret) {
    this.issuer = issuer
    this.clientId = clientId
    this.#authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
  }

  /** @param {Record<string, string>} form @returns {Promise<Record<string, any>>} the token response */
  async token(form) {
    const answer = await this.#post('/oauth2/token', form)
    if (!answer.ok) throw new Error(`No token: ${await answer.text()}`)
    return /** @type {Promise<Record<string, any>>} */ (answer.json())
  }

  /** @param {string} token */
  async revoke(token) {
    const answer = await this.#post('/oauth2/revoke', { token })
    await answer.arrayBuffer()
    if (!answer.ok) throw new Error(`Not revoked: ${answer.status}`)
  }

  /** @param {string} path @param {Record<string, string>} form */
  #post(path, form) {
    const headers = { authorization: this.#authorization }
    return fetch(this.issuer + path, { method: 'POST', headers, body: new URLSearchParams(form) })
  }
}
