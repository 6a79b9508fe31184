import { DPOP_SIGNING_ALGS, type DpopSigningAlg } from '@gatehouse/token-types'
import { DpopKeys, fitsKey, hasPrivateMembers, isSignedBy } from './dpop-keys.js'
import { equalBytes, sha256Base64url } from './hash.js'
import { OAuthError, type FailureDetail } from './oauth-error.js'
import { isSameTarget } from './target-uri.js'

/** How far `iat` may be from now, before and after, unless the caller says otherwise. */
export const DPOP_MAX_AGE_SECONDS = 60

const MAX_PROOF_LENGTH = 8_192
const MAX_JTI_LENGTH = 256
const COMPACT_JWS = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]*)$/

/** What a proof must be about. */
export interface DpopExpectation {
  /** HTTP method of the request. */
  method: string
  /** Absolute URL of the request, from configuration rather than from the Host header; query and fragment do not count. */
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

/** What a proof shows: somebody holds this key now. Whether `jti` was seen before is for the caller to find out. */
export interface DpopProof {
  /** SHA-256 thumbprint of the key (RFC 7638): the `jkt` of a token that is bound to it. */
  jkt: string
  /** Unique id of the proof, 1 to 256 characters. */
  jti: string
  /** Seconds since 1970-01-01T00:00:00Z. */
  issuedAt: number
}

/**
 * Checks a DPoP proof against the request that it came with: everything of RFC 9449 §4.3 but the number of headers,
 * the replay of `jti`, and whether the access token is bound to the key. The signature comes last, for it costs most.
 *
 * @throws OAuthError `invalid_dpop_proof`, or `use_dpop_nonce` where only the nonce is missing or old; status 401 where
 * an access token was given (RFC 9449 §7.1), 400 otherwise (§5)
 * @example
 * const { jkt } = verifyDpopProof(header, { method: 'POST', url: 'https://id.example/oauth2/token', now: new Date() })
 */
export function verifyDpopProof(proof: string, expected: DpopExpectation): DpopProof {
  const status = expected.accessToken === undefined ? 400 : 401
  const refuse = (description: string, detail: FailureDetail, code = 'invalid_dpop_proof' as const): never => {
    throw new OAuthError(code, { status, description, detail: { reference: 'RFC 9449 §4.3', ...detail } })
  }
  const [, header64 = '', payload64 = '', signature64 = ''] =
    (proof.length <= MAX_PROOF_LENGTH && COMPACT_JWS.exec(proof)) || []
  const header = jsonObject(header64)
  const payload = jsonObject(payload64)
  if (!header || !payload) {
    return refuse('The DPoP proof is not a JWT', { rule: 'dpop.malformed', expected: 'header.payload.signature' })
  }
  if (header['typ'] !== 'dpop+jwt' || header['crit'] !== undefined) {
    return refuse('The typ of the DPoP proof must be dpop+jwt', {
      rule: header['crit'] === undefined ? 'dpop.typ' : 'dpop.crit',
      expected: 'typ dpop+jwt and no crit',
      got: shown(header['typ']),
    })
  }
  const alg = (expected.algorithms ?? DPOP_SIGNING_ALGS).find((known) => known === header['alg'])
  if (!alg) {
    return refuse('The alg of the DPoP proof is not accepted', {
      rule: 'dpop.alg',
      expected: (expected.algorithms ?? DPOP_SIGNING_ALGS).join(' '),
      got: shown(header['alg']),
    })
  }
  const jwk = header['jwk']
  if (!isObject(jwk)) return refuse('The DPoP proof has no jwk', { rule: 'dpop.jwk_missing' })
  if (hasPrivateMembers(jwk)) {
    return refuse('The jwk of the DPoP proof must hold nothing but a public key', {
      rule: 'dpop.jwk_private',
      mend: 'Replace the key, for its private half has left the client',
    })
  }
  const { jti, htm, htu, iat } = payload
  if (typeof jti !== 'string' || jti.length < 1 || jti.length > MAX_JTI_LENGTH) {
    return refuse('The DPoP proof has no usable jti', {
      rule: 'dpop.jti',
      expected: `1 to ${MAX_JTI_LENGTH} characters`,
    })
  }
  if (htm !== expected.method) {
    return refuse('The htm of the DPoP proof is not the method of the request', {
      rule: 'dpop.htm',
      expected: expected.method,
      got: shown(htm),
    })
  }
  if (typeof htu !== 'string' || !isSameTarget(htu, expected.url)) {
    return refuse('The htu of the DPoP proof is not the URL of the request', {
      rule: 'dpop.htu',
      expected: expected.url,
      got: shown(htu),
    })
  }
  if (typeof iat !== 'number') {
    return refuse('The DPoP proof has no iat', { rule: 'dpop.iat_missing', expected: 'iat in seconds' })
  }
  const maxAgeSeconds = expected.maxAgeSeconds ?? DPOP_MAX_AGE_SECONDS
  const ageSeconds = expected.now.getTime() / 1000 - iat
  if (Math.abs(ageSeconds) > maxAgeSeconds) {
    return refuse('The DPoP proof was made too long ago, or in the future', {
      rule: ageSeconds > 0 ? 'dpop.iat_old' : 'dpop.iat_future',
      expected: `iat within ${maxAgeSeconds} seconds of ${expected.now.toISOString()}`,
      got: `${ageSeconds} seconds ago`,
      mend: 'Make a proof for each request, and set the clock of the client right',
      reference: 'RFC 9449 §11.1',
    })
  }
  if (expected.accessToken !== undefined && !isText(payload['ath'], sha256Base64url(expected.accessToken))) {
    return refuse('The ath of the DPoP proof is not the hash of the access token', {
      rule: 'dpop.ath',
      got: shown(payload['ath']),
    })
  }
  const key = (expected.keys ?? new DpopKeys(1)).import(jwk)
  if (!key || !fitsKey(alg, key)) {
    return refuse('The jwk of the DPoP proof does not fit its alg', {
      rule: 'dpop.jwk',
      expected: `a public key for ${alg}; RSA of 2048 to 4096 bits`,
      got: key?.kind ?? shown(jwk['kty']),
    })
  }
  const signature = Buffer.from(signature64, 'base64url')
  if (!isSignedBy(key, alg, `${header64}.${payload64}`, signature)) {
    return refuse('The signature of the DPoP proof is wrong', { rule: 'dpop.signature' })
  }
  if (expected.acceptedNonces && !expected.acceptedNonces.some((nonce) => isText(payload['nonce'], nonce))) {
    throw new OAuthError('use_dpop_nonce', {
      status,
      description: 'The DPoP proof needs the nonce of the DPoP-Nonce header',
      detail: { rule: 'dpop.nonce', got: shown(payload['nonce']), reference: 'RFC 9449 §8' },
    })
  }
  return { jkt: key.thumbprint, jti, issuedAt: iat }
}

function jsonObject(base64url: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8'))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Compared in constant time. */
function isText(value: unknown, text: string): boolean {
  return typeof value === 'string' && equalBytes(Buffer.from(value), Buffer.from(text))
}

/** A value of a claim, for the failure record. */
function shown(value: unknown): string {
  return value === undefined ? '(none)' : (JSON.stringify(value) ?? '').slice(0, 200)
}
