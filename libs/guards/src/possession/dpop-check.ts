import { DpopKeys, OAuthError, sha256Base64url, verifyDpopProof } from '@gatehouse/protocol'
import { targetOf, type PresentedCredentials, type TokenCarrier } from '../presented-token.js'
import { DpopNonces } from './dpop-nonces.js'
import type { DpopSettings } from './possession-options.js'

/** A token whose proof is to be checked. */
export interface BoundToken extends PresentedCredentials {
  /** Thumbprint of the key that the token is bound to; undefined for one that is not. */
  jkt: string | undefined
}

/**
 * Checks that whoever sends a token holds the key that it is bound to.
 *
 * Enforces: a bound token is never a bearer token; a proof is for this request, this token, and once.
 *
 * @see RFC 9449 §4.3, §7
 */
export class DpopCheck {
  private readonly keys = new DpopKeys()
  private readonly nonces: DpopNonces | undefined

  constructor(
    private readonly settings: DpopSettings,
    private readonly now: () => Date,
  ) {
    this.nonces = settings.nonce && new DpopNonces(settings.nonce.secret, settings.nonce.lifetimeSeconds)
  }

  /** What to say in `DPoP-Nonce` (RFC 9449 §8.2, §9); undefined where none is wanted. */
  nonce(): string | undefined {
    return this.nonces?.at(this.now())[0]
  }

  /** @throws OAuthError `invalid_token`, `invalid_dpop_proof`, `use_dpop_nonce`, `temporarily_unavailable` */
  async assertHeld(request: TokenCarrier, { scheme, token, jkt }: BoundToken): Promise<void> {
    if (scheme === 'Bearer') {
      if (jkt !== undefined)
        throw refused('invalid_token', 'The access token is bound to a key: send it as DPoP, with a proof.', {
          rule: 'dpop.bound_as_bearer',
          reference: 'RFC 9449 §7.2',
        })
      if (this.settings.mode === 'optional') return
      throw refused('invalid_token', 'This needs an access token that is bound to a key.', {
        rule: 'dpop.unbound',
      })
    }
    if (jkt === undefined)
      throw refused('invalid_token', 'The access token is not bound to a key: it cannot be sent as DPoP.', {
        rule: 'dpop.unbound_as_dpop',
      })
    const now = this.now()
    const proof = verifyDpopProof(singleProof(request), {
      method: request.method ?? '',
      url: this.settings.publicUrl + targetOf(request),
      now,
      maxAgeSeconds: this.settings.maxAgeSeconds,
      algorithms: this.settings.algorithms,
      accessToken: token,
      acceptedNonces: this.nonces?.at(now),
      keys: this.keys,
    })
    if (proof.jkt !== jkt)
      throw refused('invalid_token', 'The access token is bound to another key than the one of the proof.', {
        rule: 'dpop.jkt',
        reference: 'RFC 9449 §7.1',
      })
    await this.assertFirstUse(`${proof.jkt} ${proof.jti}`, now)
  }

  private async assertFirstUse(proof: string, now: Date): Promise<void> {
    // Accepted from maxAge before its iat to maxAge after it, so no proof is of use for longer than twice that.
    const expiresAt = new Date(now.getTime() + (2 * this.settings.maxAgeSeconds + 1) * 1000)
    let first: boolean
    try {
      first = await this.settings.replayStore.isFirstUse(sha256Base64url(proof), now, expiresAt)
    } catch (cause) {
      if (cause instanceof OAuthError) throw cause
      throw new OAuthError('temporarily_unavailable', {
        description: 'Whether the DPoP proof was used before cannot be found out now. Try again shortly.',
        cause,
      })
    }
    if (!first)
      throw refused('invalid_dpop_proof', 'The DPoP proof was used before.', {
        rule: 'dpop.replay',
        reference: 'RFC 9449 §11.1',
      })
  }
}

/** RFC 9449 §4.3: not more than one DPoP header field. */
function singleProof(request: TokenCarrier): string {
  const rawHeaders = request.raw?.rawHeaders ?? request.rawHeaders ?? []
  const count = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'dpop').length
  const proof = request.headers['dpop']
  if (typeof proof === 'string' && proof !== '' && count <= 1) return proof
  throw refused('invalid_dpop_proof', 'Send one DPoP header with a proof for this request.', {
    rule: count > 1 ? 'dpop.several' : 'dpop.missing',
    reference: 'RFC 9449 §4.3',
  })
}

function refused(
  code: 'invalid_token' | 'invalid_dpop_proof',
  description: string,
  detail: { rule: string; reference?: string },
): OAuthError {
  return new OAuthError(code, { status: 401, description, detail })
}
