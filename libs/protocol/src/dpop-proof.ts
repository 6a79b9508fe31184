import { DPOP_SIGNING_ALGS } from '@gatehouse/token-types'
import { DpopKeys, fitsKey, isSignedBy } from './dpop-keys.js'
import { DPOP_RULES, isText, shown, type DpopExpectation, type DpopParts } from './dpop-rules.js'
import { OAuthError, type FailureDetail } from './oauth-error.js'

const MAX_PROOF_LENGTH = 8_192
const COMPACT_JWS = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]*)$/

/** What a proof shows: somebody holds this key now. */
export interface DpopProof {
  /** SHA-256 thumbprint of the key (RFC 7638): the `jkt` of a token that is bound to it. */
  jkt: string
  /** Unique id of the proof, 1 to 256 characters. */
  jti: string
  /** Seconds since 1970-01-01T00:00:00Z, as the client's clock has it. */
  issuedAt: number
}

/**
 * Checks a DPoP proof against the request that it came with: all of RFC 9449 §4.3 but the number of headers and
 * whether the access token is bound to the key. The signature comes last, for it costs most.
 *
 * Never: remembers `jti`; whoever must refuse a replay does (§11.1).
 *
 * @throws OAuthError `invalid_dpop_proof`, or `use_dpop_nonce` where only the nonce is missing or old; status 401 where
 * an access token was given (§7.1), 400 otherwise (§5)
 * @example
 * const { jkt } = verifyDpopProof(header, { method: 'POST', url: 'https://id.example/oauth2/token', now: new Date() })
 */
export function verifyDpopProof(proof: string, expected: DpopExpectation): DpopProof {
  const refused = (description: string, detail: FailureDetail) =>
    new OAuthError('invalid_dpop_proof', { status: statusFor(expected), description, detail })
  const jws = proof.length <= MAX_PROOF_LENGTH ? COMPACT_JWS.exec(proof) : null
  const [, header64 = '', payload64 = '', signature64 = ''] = jws ?? []
  const [header, payload] = [jsonObject(header64), jsonObject(payload64)]
  if (!header || !payload) throw refused('The DPoP proof is not a JWT', { rule: 'dpop.malformed' })

  for (const rule of DPOP_RULES) {
    const flaw = rule({ header, payload }, expected)
    if (flaw) throw refused(flaw.description, flaw.detail)
  }
  const accepted = expected.algorithms ?? DPOP_SIGNING_ALGS
  const alg = accepted.find((known) => known === header['alg'])
  if (!alg) {
    throw refused('The alg of the DPoP proof is not accepted', {
      rule: 'dpop.alg',
      expected: accepted.join(' '),
      got: shown(header['alg']),
      reference: 'RFC 9449 §4.3',
    })
  }
  const key = (expected.keys ?? new DpopKeys(1)).import(header['jwk'] as Record<string, unknown>)
  if (!key || !fitsKey(alg, key)) {
    throw refused('The jwk of the DPoP proof is no key for its alg', {
      rule: 'dpop.jwk',
      expected: `a public key for ${alg}; RSA of 2048 to 4096 bits`,
      got: key?.kind ?? 'no usable key',
      reference: 'RFC 9449 §4.3',
    })
  }
  if (!isSignedBy(key, alg, `${header64}.${payload64}`, Buffer.from(signature64, 'base64url'))) {
    throw refused('The signature of the DPoP proof is wrong', {
      rule: 'dpop.signature',
      reference: 'RFC 9449 §4.3',
    })
  }
  requireNonce(payload, expected)
  return { jkt: key.thumbprint, jti: payload['jti'] as string, issuedAt: payload['iat'] as number }
}

/** @throws OAuthError use_dpop_nonce (RFC 9449 §8, §9) */
function requireNonce({ nonce }: DpopParts['payload'], expected: DpopExpectation): void {
  const { acceptedNonces } = expected
  if (!acceptedNonces || acceptedNonces.some((accepted) => isText(nonce, accepted))) return
  throw new OAuthError('use_dpop_nonce', {
    status: statusFor(expected),
    description: 'The DPoP proof needs the nonce of the DPoP-Nonce header',
    detail: { rule: 'dpop.nonce', got: shown(nonce), reference: 'RFC 9449 §8' },
  })
}

function statusFor({ accessToken }: DpopExpectation): number {
  return accessToken === undefined ? 400 : 401
}

function jsonObject(base64url: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8'))
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
