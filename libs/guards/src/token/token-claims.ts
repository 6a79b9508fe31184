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
const REQUIRED = {
  iss: 'string',
  sub: 'string',
  exp: 'number',
  iat: 'number',
  jti: 'string',
  client_id: 'string',
}
const OPTIONAL = {
  scope: 'string',
  sid: 'string',
  gid: 'string',
  auth_time: 'number',
  acr: 'string',
  nbf: 'number',
}

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
  if (![claims.aud].flat().includes(expected.audience))
    throw refused('The access token is for another audience.')
  const nowSeconds = now.getTime() / 1000
  if (nowSeconds >= claims.exp + expected.clockSkewSeconds) throw refused('The access token expired.')
  if (claims.nbf !== undefined && nowSeconds < claims.nbf - expected.clockSkewSeconds)
    throw refused('The access token is not valid yet.')
  if (nowSeconds < claims.iat - expected.clockSkewSeconds)
    throw refused('The access token was issued in the future: compare the clocks.')
}

function wellFormed(payload: unknown): AccessTokenClaims & { nbf?: number } {
  const claims = (payload ?? {}) as Record<string, unknown>
  const complete = Object.entries(REQUIRED).every(([name, type]) => isA(claims[name], type))
  const sound = Object.entries(OPTIONAL).every(
    ([name, type]) => claims[name] === undefined || typeof claims[name] === type,
  )
  const audience = isA(claims['aud'], 'string') || isStringList(claims['aud'])
  const lists = ['roles', 'amr'].every((name) => claims[name] === undefined || isStringList(claims[name]))
  if (!complete || !sound || !audience || !lists)
    throw refused('The access token lacks a claim that RFC 9068 requires, or one has the wrong type.')
  return payload as AccessTokenClaims & { nbf?: number }
}

function isA(value: unknown, type: string): boolean {
  return typeof value === type && value !== '' && (type !== 'number' || Number.isFinite(value))
}

function isStringList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function refused(description: string): OAuthError {
  return new OAuthError('invalid_token', { description })
}
