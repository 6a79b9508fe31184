import { Injectable } from '@nestjs/common'
import { RevocationStore } from '@gatehouse/data-access'
import { ACCESS_TOKEN_TYP, SIGNING_ALGS, type IdTokenClaims } from '@gatehouse/token-types'
import { decodeProtectedHeader, jwtVerify, type JWTPayload, type ProtectedHeaderParameters } from 'jose'
import { Clock } from '../../config/clock.js'
import { Settings } from '../../config/settings.js'
import { Keyring } from '../keys/keyring.js'
import type { IssuedAccessTokenClaims } from './access-token.js'

/** Longest token that is looked at, in characters. */
const MAX_TOKEN_LENGTH = 8_192

/**
 * Reads tokens that this server signed.
 *
 * *Enforces*, in this order: `typ` and `alg` before any key is looked up, signature, issuer, time, revocation.
 *
 * @see RFC 9068 §4, RFC 8725 §3
 */
@Injectable()
export class TokenLookup {
  constructor(
    private readonly settings: Settings,
    private readonly keyring: Keyring,
    private readonly revocations: RevocationStore,
    private readonly clock: Clock,
  ) {}

  /** The claims of a living access token; undefined when it is not ours, not alive, or revoked. */
  async findActiveAccessToken(token: string): Promise<IssuedAccessTokenClaims | undefined> {
    const now = this.clock.now()
    const claims = await this.verify<IssuedAccessTokenClaims>(token, ACCESS_TOKEN_TYP, now)
    return claims && !(await this.revocations.isRevoked(claims, now)) ? claims : undefined
  }

  /** The claims of an ID token that this server issued, alive or expired (OIDC Core §3.1.2.1; RP-Initiated Logout §2). */
  async verifyIdTokenHint(token: string): Promise<IdTokenClaims | undefined> {
    return this.verify<IdTokenClaims>(token, 'JWT', undefined)
  }

  private async verify<Claims>(
    token: string,
    typ: string,
    now: Date | undefined,
  ): Promise<Claims | undefined> {
    const header = headerOf(token)
    if (!header || header.typ !== typ || !header.kid) return undefined
    const key = SIGNING_ALGS.some((alg) => alg === header.alg)
      ? await this.keyring.find(header.kid)
      : undefined
    if (!key || key.alg !== header.alg) return undefined
    try {
      const { payload } = await jwtVerify(token, key.publicKey, {
        algorithms: [key.alg],
        issuer: this.settings.issuer,
        typ,
        // A signed userinfo response has the same `typ` as an ID token, but no `exp` (RFC 8725 §3.12).
        requiredClaims: ['exp'],
        currentDate: now ?? issuedAt(token),
      })
      return payload as JWTPayload & Claims
    } catch {
      return undefined
    }
  }
}

function headerOf(token: string): ProtectedHeaderParameters | undefined {
  if (token.length > MAX_TOKEN_LENGTH) return undefined
  try {
    return decodeProtectedHeader(token)
  } catch {
    return undefined
  }
}

/** The moment at which a hint was fresh, so that its age does not count. */
function issuedAt(token: string): Date {
  const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as {
    iat?: unknown
  }
  return new Date((typeof payload.iat === 'number' ? payload.iat : 0) * 1000)
}
