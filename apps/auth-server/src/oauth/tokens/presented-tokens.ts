import { Injectable } from '@nestjs/common'
import { bearerToken, dpopToken, OAuthError } from '@gatehouse/protocol'
import type { IncomingRequest } from '../../http/incoming-request.js'
import { DpopProofs, proofMissing } from '../dpop/dpop-proofs.js'
import type { IssuedAccessTokenClaims } from './access-token.js'
import { TokenLookup } from './token-lookup.js'

/**
 * Access tokens as callers of our own resources present them.
 *
 * *Enforces*: by header, or by form in a POST, never by query and never by both; a token that is bound to a key comes
 * with a proof of that key, and never as a bearer token.
 *
 * @see RFC 6750 §2, RFC 9449 §7.1, §7.2
 */
@Injectable()
export class PresentedTokens {
  constructor(
    private readonly lookup: TokenLookup,
    private readonly proofs: DpopProofs,
  ) {}

  /**
   * The claims of the request's access token.
   *
   * @throws OAuthError invalid_request with two tokens, invalid_token, invalid_dpop_proof, use_dpop_nonce
   */
  async require(incoming: IncomingRequest): Promise<IssuedAccessTokenClaims> {
    const bound = dpopToken(incoming.authorization)
    const byHeader = bearerToken(incoming.authorization) ?? bound
    const byForm = tokensInForm(incoming)
    const [token, second] = byHeader === undefined ? byForm : [byHeader, ...byForm]
    if (second !== undefined) {
      throw new OAuthError('invalid_request', {
        description: 'The access token was sent more than once',
        detail: { rule: 'access_token.repeated', reference: 'RFC 6750 §2' },
      })
    }
    if (token === undefined) throw refused('missing')
    return bound === undefined ? this.bearer(token) : this.proven(incoming, bound)
  }

  private async bearer(token: string): Promise<IssuedAccessTokenClaims> {
    const claims = await this.lookup.findActiveAccessToken(token)
    if (!claims) throw refused('inactive')
    if (!claims.cnf) return claims
    throw refused('bound_to_key', {
      description: 'The access token is bound to a key and is no bearer token',
      expected: 'Authorization: DPoP, with a proof',
      reference: 'RFC 9449 §7.1',
    })
  }

  private async proven(incoming: IncomingRequest, token: string): Promise<IssuedAccessTokenClaims> {
    const proof = this.proofs.verify(incoming, token)
    if (!proof) throw proofMissing('the scheme is DPoP', 'RFC 9449 §7.1', 401)
    const claims = await this.lookup.findActiveAccessToken(token)
    if (!claims) throw refused('inactive')
    if (claims.cnf?.jkt !== proof.jkt) {
      throw refused('other_key', {
        description: 'The access token is not bound to the key of the DPoP proof',
        expected: claims.cnf?.jkt ?? 'a token that is bound to a key',
        reference: 'RFC 9449 §7.1',
      })
    }
    await this.proofs.claim(proof, 401)
    return claims
  }
}

/** RFC 6750 §2.2: in the form of a POST. */
function tokensInForm(incoming: IncomingRequest): string[] {
  const isForm =
    incoming.method === 'POST' &&
    incoming.header('content-type')?.startsWith('application/x-www-form-urlencoded')
  return isForm ? incoming.parameters.all('access_token') : []
}

function refused(
  rule: 'missing' | 'inactive' | 'bound_to_key' | 'other_key',
  {
    description = 'The access token is missing, expired, revoked or not from here',
    expected = 'Authorization: Bearer …',
    reference = 'RFC 6750 §3.1',
  } = {},
): OAuthError {
  return new OAuthError('invalid_token', {
    description,
    detail: { rule: `access_token.${rule}`, expected, reference },
  })
}
