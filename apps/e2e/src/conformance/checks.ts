import { expect } from '@jest/globals'
import { createHash } from 'node:crypto'
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify, type JWTPayload } from 'jose'
import type { HtmlPage } from '../person/html-page.js'
import type { Ending } from '../person/scripted-person.js'

/** What discovery tells, as far as a client needs it. */
export interface Metadata {
  issuer: string
  authorization_endpoint: string
  token_endpoint: string
  userinfo_endpoint: string
  jwks_uri: string
  introspection_endpoint: string
  end_session_endpoint: string
  [member: string]: unknown
}

/** RFC 6749 §5.1, OIDC Core §3.1.3.3. */
export interface TokenResponse {
  access_token: string
  token_type: string
  expires_in: number
  scope?: string
  id_token: string
  refresh_token?: string
}

/** What an ID token must say. */
export interface IdTokenExpectation {
  clientId: string
  nonce?: string | null
  accessToken: string
}

/** What an ID token may say besides; anything else is a claim that nobody asked for. */
const ID_TOKEN_CLAIMS = ['acr', 'amr', 'at_hash', 'aud', 'auth_time', 'exp', 'iat', 'iss', 'sid', 'sub']

/** A successful answer of the token endpoint, not cacheable, with all that it must have. */
export async function expectTokenResponse(response: Response): Promise<TokenResponse> {
  const body = (await response.json()) as TokenResponse
  expect({ status: response.status, ...(response.ok ? {} : { body }) }).toEqual({ status: 200 })
  expect(response.headers.get('content-type')).toMatch(/^application\/json/u)
  expect(response.headers.get('cache-control')).toContain('no-store')
  expect(response.headers.get('pragma')).toBe('no-cache')
  expect(body.token_type.toLowerCase()).toBe('bearer')
  expect(body.access_token).toMatch(/^[\x21-\x7E]+$/u)
  expect(Number.isInteger(body.expires_in) && body.expires_in > 0).toBe(true)
  expect(body.id_token).toBeDefined()
  return body
}

/** An error of the token endpoint by its letter. */
export async function expectTokenError(response: Response, error: string, status = 400): Promise<void> {
  const body = (await response.json()) as { error: string; error_description: string }
  expect({ status: response.status, error: body.error }).toEqual({ status, error })
  expect(response.headers.get('content-type')).toMatch(/^application\/json/u)
  expect(response.headers.get('cache-control')).toContain('no-store')
  expect(body.error_description).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/u)
}

/** The claims of an ID token whose signature, header and every claim are right (OIDC Core §2, §3.1.3.7). */
export async function expectIdToken(
  metadata: Metadata,
  idToken: string,
  { clientId, nonce, accessToken }: IdTokenExpectation,
): Promise<JWTPayload & { auth_time: number; sub: string }> {
  const header = decodeProtectedHeader(idToken)
  expect(header.alg).toBe('RS256')
  expect(header.kid).toBeTruthy()
  const { payload } = await jwtVerify(idToken, createRemoteJWKSet(new URL(metadata.jwks_uri)), {
    issuer: metadata.issuer,
    algorithms: ['RS256'],
  })
  const now = Math.floor(Date.now() / 1000)
  expect(payload.aud).toBe(clientId)
  expect(payload.sub).toMatch(/^[\x20-\x7E]{1,255}$/u)
  expect(payload.iat).toBeGreaterThan(now - 60)
  expect(payload.iat).toBeLessThanOrEqual(now + 1)
  expect(payload.exp).toBeGreaterThan(now)
  expect(Number.isInteger(payload['auth_time'])).toBe(true)
  expect(payload['auth_time']).toBeLessThanOrEqual(payload.iat ?? 0)
  expect(payload['at_hash']).toBe(leftHalfHash(accessToken))
  expect(payload['nonce']).toBe(nonce ?? undefined)
  return payload as JWTPayload & { auth_time: number; sub: string }
}

/** No claim but those of the protocol (OIDC Core §5.4: with a code, scopes fill userinfo, not the ID token). */
export function expectProtocolClaimsAlone(payload: JWTPayload): void {
  const names = Object.keys(payload).filter((name) => name !== 'nonce')
  expect(names.sort()).toEqual(ID_TOKEN_CLAIMS)
}

/** A page that tells the person of an error, and never a redirect (RFC 6749 §4.1.2.1). */
export function expectErrorPage({ redirect, pages }: Ending, status = 400): HtmlPage {
  expect(redirect).toBeUndefined()
  const page = pages.at(-1)
  expect(page?.status).toBe(status)
  expect(page?.headers.get('content-type')).toMatch(/^text\/html/u)
  expect(page?.html).toContain('id="error-code"')
  return page!
}

/** OIDC Core §3.1.3.6, for RS256. */
function leftHalfHash(text: string): string {
  return createHash('sha256').update(text, 'ascii').digest().subarray(0, 16).toString('base64url')
}
