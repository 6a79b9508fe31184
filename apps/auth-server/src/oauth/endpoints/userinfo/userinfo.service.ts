import { Injectable } from '@nestjs/common'
import { UserStore } from '@gatehouse/data-access'
import { OAuthError, selectClaims } from '@gatehouse/protocol'
import type { SigningAlg } from '@gatehouse/token-types'
import { Clock } from '../../../config/clock.js'
import { Settings } from '../../../config/settings.js'
import type { IncomingRequest } from '../../../http/incoming-request.js'
import { standardClaimsOf } from '../../../identity/standard-claims.js'
import { ClientRegistry } from '../../client-auth/client-registry.js'
import { JwtSigner } from '../../tokens/jwt-signer.js'
import { PresentedTokens } from '../../tokens/presented-tokens.js'

/** The claims, or the JWT that carries them when the client registered for that. */
export type UserinfoResponse = { claims: Record<string, unknown> } | { jwt: string }

/**
 * Tells a client what its person allowed it to know. Every access token that came from an OpenID request is good here,
 * whatever resource it is for.
 *
 * @see OIDC Core §5.3
 */
@Injectable()
export class UserinfoService {
  constructor(
    private readonly tokens: PresentedTokens,
    private readonly users: UserStore,
    private readonly registry: ClientRegistry,
    private readonly signer: JwtSigner,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws OAuthError invalid_token or whatever else is wrong with the token, insufficient_scope without `openid`
   */
  async respond(incoming: IncomingRequest): Promise<UserinfoResponse> {
    const accessToken = await this.tokens.require(incoming)
    const scope = accessToken.scope?.split(' ') ?? []
    if (!scope.includes('openid')) {
      throw new OAuthError('insufficient_scope', {
        description: 'The token was not issued for an OpenID request',
        detail: {
          rule: 'userinfo.scope',
          expected: 'openid',
          got: scope.join(' '),
          reference: 'OIDC Core §5.3',
        },
      })
    }
    const user = await this.users.findById(accessToken.sub)
    const client = await this.registry.find(accessToken.client_id)
    if (!user || user.disabledAt || !client) throw invalidToken('userinfo.account')
    const asked = Object.fromEntries((accessToken.userinfo_claims ?? []).map((name) => [name, null]))
    const claims = { ...selectClaims(standardClaimsOf(user), scope, asked), sub: user.id }
    if (!client.userinfoSignedResponseAlg) return { claims }
    const iat = Math.floor(this.clock.now().getTime() / 1000)
    const payload = { ...claims, iss: this.settings.issuer, aud: client.clientId, iat }
    return { jwt: await this.signer.sign(client.userinfoSignedResponseAlg as SigningAlg, 'JWT', payload) }
  }
}

function invalidToken(rule: string): OAuthError {
  return new OAuthError('invalid_token', {
    description: 'The access token is missing, expired, revoked or not from here',
    detail: { rule, expected: 'Authorization: Bearer …', reference: 'RFC 6750 §3.1' },
  })
}
