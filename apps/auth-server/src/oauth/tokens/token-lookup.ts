import { Injectable } from '@nestjs/common'
import { JwtService } from '@nestjs/jwt'
import { RevocationStore } from '@gatehouse/data-access'
import { ACCESS_TOKEN_TYP, SIGNING_ALGS, type IdTokenClaims } from '@gatehouse/token-types'
import { decodeProtectedHeader, type ProtectedHeaderParameters } from 'jose'
import { Clock } from '../../config/clock.js'
import { Settings } from '../../config/settings.js'
import { Keyring, type LoadedKey } from '../keys/keyring.js'
import type { IssuedAccessTokenClaims } from './access-token.js'
import { VerifiedSignatures, type SignedPayload } from './verified-signatures.js'

/** Longest token that is looked at, in characters. */
const MAX_TOKEN_LENGTH = 8_192

/**
 * Reads tokens that this server signed.
 *
 * *Enforces*, in this order: `typ` and `alg` before any key is looked up, signature, issuer, time, revocation. Of a token
 * that is remembered as signed with one of our keys, `typ`, `alg` and signature are known already.
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
    private readonly jwt: JwtService,
    private readonly signatures: VerifiedSignatures,
  ) {}

  /** The claims of a living access token; undefined when it is not ours, not alive, or revoked. */
  async findActiveAccessToken(token: string): Promise<IssuedAccessTokenClaims | undefined> {
    const now = this.clock.now()
    const claims = await this.signedPayload(token)
    if (!claims || !this.isOurs(claims) || !isWithinTime(claims, now)) return undefined
    return (await this.revocations.isRevoked(claims, now)) ? undefined : claims
  }

  /** The claims of an ID token that this server issued, alive or expired (OIDC Core §3.1.2.1; RP-Initiated Logout §2). */
  async verifyIdTokenHint(token: string): Promise<IdTokenClaims | undefined> {
    const key = await this.keyOf(token, 'JWT')
    if (!key) return undefined
    try {
      const claims = this.jwt.verify<IdTokenClaims>(token, {
        publicKey: key.publicKey as unknown as string, // jsonwebtoken takes a KeyObject; the wrapper's types forgot it
        algorithms: [key.alg],
        issuer: this.settings.issuer,
        ignoreExpiration: true,
        clockTimestamp: Math.floor(this.clock.now().getTime() / 1000),
      })
      // A signed userinfo response has the same `typ` as an ID token, but no `exp` (RFC 8725 §3.12).
      return [claims.exp, claims.iat].every(Number.isFinite) ? claims : undefined
    } catch {
      return undefined
    }
  }

  /** What an access token says, if one of our keys signed it that is trusted still. */
  private async signedPayload(token: string): Promise<SignedPayload['payload'] | undefined> {
    if (token.length > MAX_TOKEN_LENGTH) return undefined
    const known = this.signatures.find(token)
    if (known && (await this.keyring.find(known.key.kid)) === known.key) return known.payload
    const key = await this.keyOf(token, ACCESS_TOKEN_TYP)
    return key && this.signatures.verify(token, key)
  }

  /** The key that a token of this type names, if it is one of ours: `typ` and `alg` are judged before any key is asked for. */
  private async keyOf(token: string, typ: string): Promise<LoadedKey | undefined> {
    const header = headerOf(token)
    if (!header || header.typ !== typ || !header.kid || header.crit) return undefined
    const key = SIGNING_ALGS.some((alg) => alg === header.alg)
      ? await this.keyring.find(header.kid)
      : undefined
    return key?.alg === header.alg ? key : undefined
  }

  private isOurs(
    claims: Readonly<Record<string, unknown>>,
  ): claims is typeof claims & IssuedAccessTokenClaims {
    return claims['iss'] === this.settings.issuer && Number.isFinite(claims['exp'])
  }
}

/** RFC 7519 §4.1.4, §4.1.5: at the second of `exp` it is over. */
function isWithinTime(claims: Readonly<Record<string, unknown>>, now: Date): boolean {
  const seconds = Math.floor(now.getTime() / 1000)
  const { exp, nbf } = claims
  return typeof exp === 'number' && seconds < exp && (nbf === undefined || Number(nbf) <= seconds)
}

/** Access tokens of this server are JWTs, refresh tokens never: base64url alone has no dots. */
export function isJwt(token: string): boolean {
  return token.includes('.')
}

function headerOf(token: string): ProtectedHeaderParameters | undefined {
  if (token.length > MAX_TOKEN_LENGTH) return undefined
  try {
    return decodeProtectedHeader(token)
  } catch {
    return undefined
  }
}
