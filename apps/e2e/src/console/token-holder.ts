import * as oidc from 'openid-client'
import { registerClient } from '../gatehouse/registration.js'
import type { RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { ScriptedPerson, type Credentials } from '../person/scripted-person.js'

const SCOPE = 'openid email offline_access accounts:read'

/** A client that holds tokens of people, for those who look at tokens. */
export class TokenHolder {
  private constructor(
    readonly clientId: string,
    readonly name: string,
    private readonly redirectUri: string,
    private readonly config: oidc.Configuration,
    private readonly gatehouse: RunningGatehouse,
  ) {}

  /** Registers a client of this name. */
  static async register(gatehouse: RunningGatehouse, name: string): Promise<TokenHolder> {
    const { clientId, clientSecret, redirectUri } = await registerClient(gatehouse, {
      name,
      bankScopes: ['accounts:read'],
    })
    const config = await oidc.discovery(
      new URL(gatehouse.issuer),
      clientId,
      undefined,
      oidc.ClientSecretBasic(clientSecret),
      { execute: [oidc.allowInsecureRequests] },
    )
    return new TokenHolder(clientId, name, redirectUri, config, gatehouse)
  }

  /** Signs a person in, in a browser of their own. With `codeComesTwice` somebody redeems their code once more. */
  async signIn(
    person: Credentials = this.gatehouse.demo,
    { codeComesTwice = false } = {},
  ): Promise<oidc.TokenEndpointResponse> {
    const pkceCodeVerifier = oidc.randomPKCECodeVerifier()
    const url = oidc.buildAuthorizationUrl(this.config, {
      redirect_uri: this.redirectUri,
      scope: SCOPE,
      code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    })
    const { redirect } = await new ScriptedPerson(this.gatehouse.issuer, person).follow(url)
    const redeem = () => oidc.authorizationCodeGrant(this.config, redirect!, { pkceCodeVerifier })
    const tokens = await redeem()
    if (codeComesTwice) await redeem().catch(() => undefined)
    return tokens
  }

  /** Trades a refresh token for the next tokens. */
  refresh({ refresh_token: token = '' }: oidc.TokenEndpointResponse): Promise<oidc.TokenEndpointResponse> {
    return oidc.refreshTokenGrant(this.config, token)
  }

  /** Status of a call to the bank. */
  async callBank({ access_token: token }: oidc.TokenEndpointResponse): Promise<number> {
    const answer = await fetch(`${this.gatehouse.bankUrl}/accounts`, {
      headers: { authorization: `Bearer ${token}` },
    })
    return answer.status
  }
}
