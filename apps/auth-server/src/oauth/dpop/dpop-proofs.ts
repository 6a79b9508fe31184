import { Injectable } from '@nestjs/common'
import { UsedAssertionStore } from '@gatehouse/data-access'
import {
  DPOP_MAX_AGE_SECONDS,
  DpopKeys,
  OAuthError,
  sha256,
  verifyDpopProof,
  type DpopProof,
} from '@gatehouse/protocol'
import { Clock } from '../../config/clock.js'
import { Settings } from '../../config/settings.js'
import type { IncomingRequest } from '../../http/incoming-request.js'
import { DpopNonces } from './dpop-nonces.js'

/** How long a proof is remembered, counted from its `iat`: twice as long as it is good, for clocks of servers differ. */
const REMEMBERED_SECONDS = 2 * DPOP_MAX_AGE_SECONDS

/**
 * Proofs that a caller holds a key.
 *
 * *Enforces*: one proof at most, made for this method and this URL of the issuer, now, with the server's nonce where it
 * wants one, and once.
 *
 * @see RFC 9449 §4.3, §11.1
 */
@Injectable()
export class DpopProofs {
  private readonly keys = new DpopKeys()

  constructor(
    private readonly settings: Settings,
    private readonly nonces: DpopNonces,
    private readonly used: UsedAssertionStore,
    private readonly clock: Clock,
  ) {}

  /**
   * The request's proof, not yet claimed; undefined when it has none.
   *
   * @param accessToken the token that came with it, at a resource
   * @throws OAuthError invalid_dpop_proof, use_dpop_nonce
   */
  verify(incoming: IncomingRequest, accessToken?: string): DpopProof | undefined {
    const header = incoming.header('dpop')
    if (header === undefined) return undefined
    // Several headers of one name arrive as one, with commas between (RFC 9110 §5.2).
    if (header.includes(',')) {
      throw new OAuthError('invalid_dpop_proof', {
        status: accessToken === undefined ? 400 : 401,
        description: 'More than one DPoP header was sent',
        detail: { rule: 'dpop.several', reference: 'RFC 9449 §4.3' },
      })
    }
    const now = this.clock.now()
    return verifyDpopProof(header, {
      method: incoming.method,
      url: this.settings.url(incoming.path as `/${string}`),
      now,
      accessToken,
      acceptedNonces: this.nonces.accepted(now),
      keys: this.keys,
    })
  }

  /**
   * Uses the proof up. To be called when everything else is in order, so that a failed request writes nothing.
   *
   * @param status HTTP status of the refusal: 400 at the token endpoint, 401 at a resource
   * @throws OAuthError invalid_dpop_proof when it was used before (RFC 9449 §11.1)
   */
  async claim({ jkt, jti, issuedAt }: DpopProof, status: 400 | 401): Promise<void> {
    // U+0000 keeps it apart from assertions of clients: no client id holds one.
    const digest = sha256(`dpop\0${jkt}${jti}`)
    const rememberedUntil = new Date((issuedAt + REMEMBERED_SECONDS) * 1000)
    if (await this.used.claim(digest, rememberedUntil, this.clock.now())) return
    throw new OAuthError('invalid_dpop_proof', {
      status,
      description: 'The DPoP proof was used before',
      detail: {
        rule: 'dpop.replayed',
        expected: 'a jti that was never seen',
        mend: 'Make a proof for each request, retries included',
        reference: 'RFC 9449 §11.1',
      },
    })
  }
}

/** The refusal of a request that lacks the proof that it needs (RFC 9449 §5, §7.1). */
export function proofMissing(why: string, reference: string, status: 400 | 401 = 400): OAuthError {
  return new OAuthError('invalid_dpop_proof', {
    status,
    description: `A DPoP proof is required: ${why}`,
    detail: { rule: 'dpop.missing', expected: 'one DPoP header', got: '(none)', reference },
  })
}
