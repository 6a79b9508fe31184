import { Injectable } from '@nestjs/common'
import { OAuthError, parseScope } from '@gatehouse/protocol'
import { ClientRegistry } from '../client-auth/client-registry.js'
import type { TokenDecision } from '../tokens/token-decision.js'
import { isOidcScope, requireAllowedScope, resourceScopesOf, targetResource } from './allowed-scope.js'
import type { Grant, GrantRequest } from './grant.js'

/**
 * A client asks for itself; no person is involved.
 *
 * *Enforces*: only a client that can prove who it is; scopes within its ceiling at one resource; without `scope` the
 * whole ceiling. *Never*: a refresh token, an ID token, or a scope of OpenID Connect.
 *
 * @see RFC 6749 §4.4, §4.4.3
 */
@Injectable()
export class ClientCredentialsGrant implements Grant {
  readonly type = 'client_credentials'
  readonly requiredParameters = []

  constructor(private readonly registry: ClientRegistry) {}

  async decide({ client, parameters }: GrantRequest): Promise<TokenDecision> {
    if (client.tokenEndpointAuthMethod === 'none') {
      throw new OAuthError('unauthorized_client', {
        description: 'A public client cannot act for itself',
        detail: { rule: 'client_credentials.public_client', reference: 'RFC 6749 §4.4' },
      })
    }
    const resource = await targetResource(this.registry, client, parameters.all('resource'))
    const asked = parseScope(parameters.get('scope'))
    const personal = asked.filter(isOidcScope)
    if (personal.length) {
      throw new OAuthError('invalid_scope', {
        description: `There is no person whom this scope is about: ${personal.join(' ')}`,
        detail: {
          rule: 'client_credentials.oidc_scope',
          got: personal.join(' '),
          reference: 'OIDC Core §3.1.2.1',
        },
      })
    }
    requireAllowedScope(client, resource, asked)
    return {
      outcome: 'issue',
      client,
      subject: { kind: 'client' },
      scope: asked.length ? asked : resourceScopesOf(client, resource),
      resource,
      redeems: { kind: 'nothing' },
      beginsRefreshFamily: false,
      nonce: undefined,
      claims: undefined,
    }
  }
}
