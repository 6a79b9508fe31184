import { Injectable } from '@nestjs/common'
import {
  AuthorizationCodeStore,
  ClientStore,
  RefreshTokenStore,
  RevocationStore,
  TokenFamilyStore,
  UserStore,
  type ListedRevocation,
} from '@gatehouse/data-access'
import { sha256 } from '@gatehouse/protocol'
import { ACCESS_TOKEN_TYP, type AdminTokenInspection } from '@gatehouse/token-types'
import {
  compactVerify,
  decodeJwt,
  decodeProtectedHeader,
  type JWTPayload,
  type ProtectedHeaderParameters,
} from 'jose'
import { Clock } from '../../config/clock.js'
import { Settings } from '../../config/settings.js'
import { Keyring } from '../../oauth/keys/keyring.js'

const NOTHING: AdminTokenInspection = {
  kind: 'unknown',
  state: 'unknown',
  header: null,
  claims: null,
  is_signature_valid: null,
  is_issuer_ours: null,
  token_id: null,
  client_id: null,
  client_name: null,
  user_id: null,
  username: null,
  grant_id: null,
  session_id: null,
  family_id: null,
  issued_at: null,
  expires_at: null,
  revoked_by: [],
}

interface DecodedJwt {
  header: ProtectedHeaderParameters
  claims: JWTPayload
}

/**
 * Says what a pasted token is, whose, and how it stands.
 *
 * *Never*: writes the token anywhere, or believes what a token says whose signature is not ours.
 */
@Injectable()
export class TokenInspection {
  constructor(
    private readonly keyring: Keyring,
    private readonly settings: Settings,
    private readonly refreshTokens: RefreshTokenStore,
    private readonly codes: AuthorizationCodeStore,
    private readonly revocations: RevocationStore,
    private readonly families: TokenFamilyStore,
    private readonly clients: ClientStore,
    private readonly users: UserStore,
    private readonly clock: Clock,
  ) {}

  /** What is known about a token: a JWT, an opaque one, or the bare `jti` of one. */
  async inspect(token: string): Promise<AdminTokenInspection> {
    const jwt = decoded(token)
    if (jwt) return this.ofJwt(token, jwt)
    return (await this.ofRefreshToken(token)) ?? (await this.ofCode(token)) ?? this.ofTokenId(token)
  }

  private async ofJwt(token: string, { header, claims }: DecodedJwt): Promise<AdminTokenInspection> {
    const isSignatureValid = await this.isSignedByUs(token, header)
    const isIssuerOurs = claims.iss === this.settings.issuer
    const shown = {
      ...NOTHING,
      kind: kindOf({ header, claims }),
      header,
      claims,
      is_signature_valid: isSignatureValid,
      is_issuer_ours: isIssuerOurs,
      issued_at: momentOf(claims.iat),
      expires_at: momentOf(claims.exp),
    }
    if (!isSignatureValid || !isIssuerOurs) return { ...shown, state: 'foreign' }
    const [jti, gid, sid, sub] = [
      text(claims.jti),
      text(claims['gid']),
      text(claims['sid']),
      text(claims.sub),
    ]
    const clientId = text(claims['client_id']) ?? text(claims['azp']) ?? text(claims.aud)
    const now = this.clock.now()
    const entries = await this.revocations.matching(
      {
        iat: claims.iat ?? 0,
        ...(jti && { jti }),
        ...(gid && { gid }),
        ...(sid && { sid }),
        ...(sub && { sub }),
        ...(clientId && { client_id: clientId }),
      },
      now,
    )
    const isExpired = typeof claims.exp === 'number' && claims.exp * 1000 <= now.getTime()
    return {
      ...shown,
      state: entries.length > 0 ? 'revoked' : isExpired ? 'expired' : 'alive',
      token_id: jti ?? null,
      grant_id: gid ?? null,
      session_id: sid ?? null,
      family_id: (gid && jti && (await this.families.familyOfAccessToken(gid, jti))) ?? null,
      revoked_by: entries.map(revokedBy),
      ...(await this.names(clientId, sub)),
    }
  }

  private async ofRefreshToken(token: string): Promise<AdminTokenInspection | undefined> {
    const found = await this.refreshTokens.find(sha256(token))
    if (!found) return undefined
    const { token: link, family } = found
    const end = link.expiresAt < family.expiresAt ? link.expiresAt : family.expiresAt
    const isOver = end <= this.clock.now()
    const isEnded = family.revokedAt !== null || found.userDisabled || (found.sessionEnded && !family.offline)
    return {
      ...NOTHING,
      kind: 'refresh_token',
      state: isEnded ? 'revoked' : link.redeemedAt ? 'used' : isOver ? 'expired' : 'alive',
      grant_id: family.grantId,
      session_id: family.sessionId,
      family_id: family.id,
      issued_at: link.createdAt.toISOString(),
      expires_at: end.toISOString(),
      ...(await this.names(family.clientId, family.userId)),
    }
  }

  private async ofCode(token: string): Promise<AdminTokenInspection | undefined> {
    const code = await this.codes.find(sha256(token))
    if (!code) return undefined
    const isOver = code.expiresAt <= this.clock.now()
    return {
      ...NOTHING,
      kind: 'authorization_code',
      state: code.redeemedAt
        ? 'used'
        : code.sessionEnded || code.userDisabled
          ? 'revoked'
          : isOver
            ? 'expired'
            : 'alive',
      grant_id: code.grantId,
      session_id: code.sessionId,
      family_id: code.familyId,
      token_id: code.accessTokenId,
      issued_at: code.createdAt.toISOString(),
      expires_at: code.expiresAt.toISOString(),
      ...(await this.names(code.clientId, code.userId)),
    }
  }

  /** An access token is not stored: of its bare id the list of revocations alone knows something. */
  private async ofTokenId(id: string): Promise<AdminTokenInspection> {
    const entries = await this.revocations.matching({ jti: id, iat: 0 }, this.clock.now())
    if (entries.length === 0) return NOTHING
    return {
      ...NOTHING,
      kind: 'token_id',
      state: 'revoked',
      token_id: id,
      revoked_by: entries.map(revokedBy),
    }
  }

  private async isSignedByUs(token: string, header: ProtectedHeaderParameters): Promise<boolean> {
    const key = header.kid === undefined ? undefined : await this.keyring.find(header.kid)
    if (!key || key.alg !== header.alg) return false
    return compactVerify(token, key.publicKey, { algorithms: [key.alg] }).then(
      () => true,
      () => false,
    )
  }

  private async names(clientId: string | undefined, subject: string | undefined) {
    const [client, user] = await Promise.all([
      clientId === undefined ? undefined : this.clients.find(clientId),
      subject === undefined ? undefined : this.users.findById(subject),
    ])
    return {
      client_id: clientId ?? null,
      client_name: client?.name ?? null,
      user_id: user?.id ?? null,
      username: user?.username ?? null,
    }
  }
}

function decoded(token: string): DecodedJwt | undefined {
  try {
    return { header: decodeProtectedHeader(token), claims: decodeJwt(token) }
  } catch {
    return undefined
  }
}

/** A signed userinfo answer has the `typ` of an ID token, but no `exp`. */
function kindOf({ header, claims }: DecodedJwt): AdminTokenInspection['kind'] {
  if (header.typ === ACCESS_TOKEN_TYP) return 'access_token'
  return claims.exp !== undefined && claims['client_id'] === undefined ? 'id_token' : 'jwt'
}

function revokedBy({ id, claim, value, revokedAt, reason }: ListedRevocation) {
  return { sequence: id, claim, value, revoked_at: revokedAt.toISOString(), reason }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** A claim of a stranger may hold any number; one that is no moment is none. */
function momentOf(seconds: unknown): string | null {
  const date = new Date(Number(seconds) * 1000)
  return typeof seconds === 'number' && !Number.isNaN(date.getTime()) ? date.toISOString() : null
}
