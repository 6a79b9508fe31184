import type { ServerResponse } from 'node:http'
import type { AuthorizationServer } from './authorization-server.fixture.js'
import { LocalServer, NonceWanted, send, type Received } from './local-server.fixture.js'

/** An API that takes the tokens of an `AuthorizationServer`, and tells what it got. */
export class BankApi extends LocalServer {
  /** Tokens that are refused; true refuses all. */
  revoked: Set<string> | true = new Set()
  /** Error named with a refusal; undefined sends no challenge at all. */
  reason: string | undefined = 'invalid_token'

  constructor(private readonly authorizationServer: AuthorizationServer) {
    super()
  }

  protected async answer(request: Received, response: ServerResponse): Promise<void> {
    const [scheme = '', token = ''] = request.headers.authorization?.split(' ') ?? []
    try {
      const boundTo = this.authorizationServer.issued.get(token)
      const proven = await this.provenKey(request, token)
      const isKnown = this.authorizationServer.issued.has(token) && scheme === (boundTo ? 'DPoP' : 'Bearer')
      if (!isKnown || boundTo !== proven || this.revoked === true || this.revoked.has(token)) {
        const challenge = `${scheme} error="${this.reason}"`
        send(response, 401, {}, this.reason === undefined ? {} : { 'www-authenticate': challenge })
        return
      }
    } catch (error) {
      const nonceWanted = error instanceof NonceWanted
      const challenge = `DPoP error="${nonceWanted ? 'use_dpop_nonce' : 'invalid_dpop_proof'}"`
      send(response, 401, {}, { 'www-authenticate': challenge, 'dpop-nonce': this.nonce ?? '' })
      return
    }
    if (request.path === '/moved') send(response, 302, '', { location: '/accounts' })
    else if (request.path === '/slow') setTimeout(() => send(response, 200, {}), 2_000).unref()
    else send(response, 200, { method: request.method, path: request.path, body: request.body })
  }
}
