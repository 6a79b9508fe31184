import { OAuthError } from '@gatehouse/protocol'
import type { AccessTokenClaims } from '@gatehouse/token-types'

/** What a token must say to be accepted here. */
export interface ClaimExpectation {
  issuer: string
  audience: string
  /** Tolerance between the two clocks. */
  clockSkewSeconds: number
}

/** The members that RFC 9068 §2.2 requires, with their JSON types. */
const REQUIRED_TEXTS = ['iss', 'sub', 'jti', 'client_id'] as const
const REQUIRED_NUMBERS = ['exp', 'iat'] as const
const OPTIONAL_TEXTS = ['scope', 'sid', 'gid', 'acr'] as const
const OPTIONAL_NUMBERS = ['auth_time', 'nbf'] as const
const OPTIONAL_LISTS = ['roles', 'amr'] as const

/**
 * Asserts that the payload of a verified JWT, or the answer about an opaque token, is an access token for this API,
 * alive at `now`. Whom it is bound to (`cnf`) is not judged here.
 *
 * @throws OAuthError `invalid_token`
 * @see RFC 9068 §4, RFC 7519 §4.1
 */
export function assertAcceptable(
  payload: unknown,
  expected: ClaimExpectation,
  now: Date,
): asserts payload is AccessTokenClaims {
  const claims = wellFormed(payload)
  if (claims.iss !== expected.issuer) throw refused('The access token is from another issuer.')
  const { aud } = claims
  if (aud !== expected.audience && !(Array.isArray(aud) && aud.includes(expected.audience)))
    throw refused('The access token is for another audience.')
  const nowSeconds = now.getTime() / 1000
  if (nowSeconds >= claims.exp + expected.clockSkewSeconds) throw refused('The access token expired.')
  if (claims.nbf !== undefined && nowSeconds < claims.nbf - expected.clockSkewSeconds)
    throw refused('The access token is not valid yet.')
  if (nowSeconds < claims.iat - expected.clockSkewSeconds)
    throw refused('The access token was issued in the future: compare the clocks.')
}

/** Runs on every request, also for a token that is known: loops, for that reason, and no list made anew. */
function wellFormed(payload: unknown): AccessTokenClaims & { nbf?: number } {
  const claims = (payload ?? {}) as Record<string, unknown>
  let isSound = isText(claims['aud']) || isTextList(claims['aud'])
  for (const name of REQUIRED_TEXTS) isSound &&= isText(claims[name])
  for (const name of REQUIRED_NUMBERS) isSound &&= Number.isFinite(claims[name])
  for (const name of OPTIONAL_TEXTS) isSound &&= isAbsent(claims[name]) || typeof claims[name] === 'string'
  for (const name of OPTIONAL_NUMBERS) isSound &&= isAbsent(claims[name]) || typeof claims[name] === 'number'
  for (const name of OPTIONAL_LISTS) isSound &&= isAbsent(claims[name]) || isTextList(claims[name])
  if (!isSound)
    throw refused('The access token lacks a claim that RFC 9068 requires, or one has the wrong type.')
  return payload as AccessTokenClaims & { nbf?: number }
}

function isAbsent(value: unknown): value is undefined {
  return value === undefined
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function refused(description: string): OAuthError {
  return new OAuthError('invalid_token', { description })
}
