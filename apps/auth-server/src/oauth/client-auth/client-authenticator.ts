import { Injectable } from '@nestjs/common'
import { OAuthError } from '@gatehouse/protocol'
import { Clock } from '../../config/clock.js'
import type { AuthenticatedClient } from './authenticated-client.js'
import {
  clientRefused,
  type ClientAuthenticationMethod,
  type PresentedCredentials,
} from './client-auth-method.js'
import { ClientRegistry } from './client-registry.js'
import { ClientSecretBasic, ClientSecretPost } from './client-secret.method.js'
import { NoAuthentication } from './none.method.js'
import { PrivateKeyJwt } from './private-key-jwt.method.js'

/**
 * Finds out which client calls, by exactly one method, the registered one.
 *
 * @see RFC 6749 §2.3, §3.2.1
 */
@Injectable()
export class ClientAuthenticator {
  private readonly methods: readonly ClientAuthenticationMethod[]

  constructor(
    private readonly registry: ClientRegistry,
    private readonly clock: Clock,
    basic: ClientSecretBasic,
    post: ClientSecretPost,
    privateKeyJwt: PrivateKeyJwt,
    none: NoAuthentication,
  ) {
    this.methods = [basic, post, privateKeyJwt, none]
  }

  /**
   * @throws OAuthError invalid_request when two methods are used at once (RFC 6749 §2.3)
   * @throws OAuthError invalid_client when the client is unknown, off, uses another method than registered, or fails
   */
  async authenticate(credentials: PresentedCredentials): Promise<AuthenticatedClient> {
    const method = this.presentedMethod(credentials)
    const clientId = method.clientId(credentials)
    const named = credentials.parameters.get('client_id')
    if (named !== undefined && named !== clientId) {
      throw clientRefused('client_id.contradiction', { expected: clientId, got: named })
    }
    const client = await this.registry.find(clientId)
    if (!client) throw clientRefused('client.unknown', { got: clientId })
    if (client.tokenEndpointAuthMethod !== method.name) {
      throw clientRefused('client_auth.method', {
        expected: client.tokenEndpointAuthMethod,
        got: method.name,
        mend: `Set the client library to ${client.tokenEndpointAuthMethod}, or register ${method.name}`,
      })
    }
    await method.verify(credentials, client, this.clock.now())
    return client as AuthenticatedClient
  }

  private presentedMethod(credentials: PresentedCredentials): ClientAuthenticationMethod {
    const [method, second] = this.methods.filter((candidate) => candidate.isPresented(credentials))
    if (method && !second) return method
    if (!method) throw clientRefused('client_auth.none')
    throw new OAuthError('invalid_request', {
      description: 'More than one client authentication method was used',
      detail: {
        rule: 'client_auth.several',
        got: `${method.name}, ${second?.name}`,
        reference: 'RFC 6749 §2.3',
      },
    })
  }
}
