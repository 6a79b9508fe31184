import type { DpopSigningAlg } from '@gatehouse/token-types'
import { hasPrivateMembers, type DpopKeys } from './dpop-keys.js'
import { equalBytes, sha256Base64url } from './hash.js'
import type { FailureDetail } from './oauth-error.js'
import { isSameTarget } from './target-uri.js'

/** How far `iat` may be from now, before and after, unless the caller says otherwise. */
export const DPOP_MAX_AGE_SECONDS = 60

const MAX_JTI_LENGTH = 256

/** What a proof must be about. */
export interface DpopExpectation {
  /** HTTP method of the request. */
  method: string
  /** Absolute URL of the request, from configuration rather than the Host header; query and fragment do not count. */
  url: string
  now: Date
  /** How far `iat` may be from now, in seconds, before and after; default 60. */
  maxAgeSeconds?: number | undefined
  /** JWS algorithms that are accepted; default all of `DPOP_SIGNING_ALGS`. */
  algorithms?: readonly DpopSigningAlg[] | undefined
  /** Access token that came with the proof, at a resource; absent at the token endpoint. */
  accessToken?: string | undefined
  /** Nonces one of which the proof must hold; absent means that none is wanted. */
  acceptedNonces?: readonly string[] | undefined
  /** Where imported keys are kept from one request to the next; absent means nowhere. */
  keys?: DpopKeys | undefined
}

/** What is wrong with a proof: the public sentence, and the detail for the operator. */
interface DpopFlaw {
  description: string
  detail: FailureDetail
}

/** One rule about a proof that was read and not yet verified. */
export type DpopRule = (parts: DpopParts, expected: DpopExpectation) => DpopFlaw | undefined

/** Header and payload of a proof, as they came. */
export interface DpopParts {
  header: Readonly<Record<string, unknown>>
  payload: Readonly<Record<string, unknown>>
}

/** The rules that cost nothing, in the order in which they are asked (RFC 9449 §4.3). */
export const DPOP_RULES: readonly DpopRule[] = [
  requireTyp,
  refuseCrit,
  requirePublicJwk,
  requireJti,
  requireMethod,
  requireTarget,
  requireFreshness,
  requireTokenHash,
]

/** A value of the proof, fit for a failure record. */
export function shown(value: unknown): string {
  return value === undefined ? '(none)' : JSON.stringify(value).slice(0, 200)
}

/** Whether a value is this text; compared in constant time. */
export function isText(value: unknown, text: string): boolean {
  return typeof value === 'string' && equalBytes(Buffer.from(value), Buffer.from(text))
}

function flaw(rule: string, description: string, detail: Omit<FailureDetail, 'rule'> = {}): DpopFlaw {
  return { description, detail: { rule: `dpop.${rule}`, reference: 'RFC 9449 §4.3', ...detail } }
}

function requireTyp({ header: { typ } }: DpopParts): DpopFlaw | undefined {
  if (typ === 'dpop+jwt') return undefined
  return flaw('typ', 'The typ of the DPoP proof must be dpop+jwt', { expected: 'dpop+jwt', got: shown(typ) })
}

/** RFC 7515 §4.1.11: a proof that demands an extension which is not understood is invalid. */
function refuseCrit({ header: { crit } }: DpopParts): DpopFlaw | undefined {
  if (crit === undefined) return undefined
  return flaw('crit', 'The DPoP proof must not have crit', {
    got: shown(crit),
    reference: 'RFC 7515 §4.1.11',
  })
}

function requirePublicJwk({ header: { jwk } }: DpopParts): DpopFlaw | undefined {
  if (typeof jwk !== 'object' || jwk === null) return flaw('jwk_missing', 'The DPoP proof has no jwk')
  if (!hasPrivateMembers(jwk)) return undefined
  return flaw('jwk_private', 'The jwk of the DPoP proof must hold nothing but a public key', {
    mend: 'Make a new key, for the private half of this one has left the client',
  })
}

function requireJti({ payload: { jti } }: DpopParts): DpopFlaw | undefined {
  if (typeof jti === 'string' && jti.length >= 1 && jti.length <= MAX_JTI_LENGTH) return undefined
  return flaw('jti', 'The DPoP proof has no usable jti', { expected: `1 to ${MAX_JTI_LENGTH} characters` })
}

function requireMethod({ payload: { htm } }: DpopParts, { method }: DpopExpectation): DpopFlaw | undefined {
  if (htm === method) return undefined
  const description = 'The htm of the DPoP proof is not the method of the request'
  return flaw('htm', description, { expected: method, got: shown(htm) })
}

function requireTarget({ payload: { htu } }: DpopParts, { url }: DpopExpectation): DpopFlaw | undefined {
  if (typeof htu === 'string' && isSameTarget(htu, url)) return undefined
  const description = 'The htu of the DPoP proof is not the URL of the request'
  return flaw('htu', description, { expected: url, got: shown(htu) })
}

function requireFreshness({ payload: { iat } }: DpopParts, expected: DpopExpectation): DpopFlaw | undefined {
  if (typeof iat !== 'number') return flaw('iat_missing', 'The DPoP proof has no iat')
  const maxAgeSeconds = expected.maxAgeSeconds ?? DPOP_MAX_AGE_SECONDS
  const ageSeconds = expected.now.getTime() / 1000 - iat
  if (Math.abs(ageSeconds) <= maxAgeSeconds) return undefined
  return flaw(ageSeconds > 0 ? 'iat_old' : 'iat_future', 'The DPoP proof is too old, or from the future', {
    expected: `iat within ${maxAgeSeconds} seconds of ${expected.now.toISOString()}`,
    got: `${ageSeconds} seconds ago`,
    mend: 'Make a proof for each request, and set the clock of the client right',
    reference: 'RFC 9449 §11.1',
  })
}

function requireTokenHash(
  { payload: { ath } }: DpopParts,
  { accessToken }: DpopExpectation,
): DpopFlaw | undefined {
  if (accessToken === undefined || isText(ath, sha256Base64url(accessToken))) return undefined
  return flaw('ath', 'The ath of the DPoP proof is not the hash of the access token', { got: shown(ath) })
}
