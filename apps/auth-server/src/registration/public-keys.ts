import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { BadValue } from './refusals.js'

/** Members of a JWK that only its owner may know (RFC 7518 §6.2.2, §6.3.2, §6.4.1). */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']
const LEAST_RSA_BITS = 2048

/** A client's public keys, as they are registered. */
export interface PublicKeySet {
  keys: (JsonWebKey & { kid?: string; alg?: string; use?: string })[]
}

/** A JWK Set from a file, or written out on the line, checked. */
export function publicKeys(text: string): PublicKeySet {
  return publicKeySet(parse(text.trim().startsWith('{') ? text : read(text)))
}

/**
 * A JWK Set in which every key is one that can be used, and none is secret.
 *
 * @throws BadValue
 * @see RFC 7517 §5, RFC 7591 §2
 */
export function publicKeySet(set: unknown): PublicKeySet {
  const keys = isObject(set) ? set['keys'] : undefined
  if (!Array.isArray(keys) || keys.length === 0) {
    throw new BadValue('must be a JWK Set: an object whose member "keys" is a list of at least one key')
  }
  const checked = keys.map(publicKey)
  const ids = checked.flatMap(({ kid }) => (kid === undefined ? [] : [kid]))
  if (new Set(ids).size < ids.length) throw new BadValue('two keys have the same "kid"')
  return { keys: checked }
}

/** JWS algorithms under which the key can verify (RFC 7518 §3.1, RFC 8037 §3.1). */
export function verifyingAlgs({ kty, crv, alg, use }: PublicKeySet['keys'][number]): string[] {
  if (use !== undefined && use !== 'sig') return []
  const possible =
    kty === 'RSA'
      ? ['PS256', 'RS256']
      : ({ 'P-256': ['ES256'], 'P-384': ['ES384'], Ed25519: ['EdDSA'] }[crv ?? ''] ?? [])
  return alg === undefined ? possible : possible.filter((one) => one === alg)
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new BadValue(`the file ${file} cannot be read`)
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new BadValue('is not JSON')
  }
}

function publicKey(value: unknown, at: number): PublicKeySet['keys'][number] {
  const which = `key ${at + 1}`
  if (!isObject(value)) throw new BadValue(`${which} is not an object`)
  if (value['kty'] === 'oct')
    throw new BadValue(`${which} is a symmetric key; only public keys are registered`)
  const secret = PRIVATE_MEMBERS.find((member) => member in value)
  if (secret !== undefined) {
    throw new BadValue(`${which} is a private key (it has "${secret}"); register its public half alone`)
  }
  for (const member of ['kid', 'alg', 'use']) {
    if (value[member] !== undefined && typeof value[member] !== 'string') {
      throw new BadValue(`${which} has a "${member}" that is no text`)
    }
  }
  const bits = modulusBits(value, which)
  if (bits !== undefined && bits < LEAST_RSA_BITS) {
    throw new BadValue(`${which} has ${bits} bits; RSA keys need at least ${LEAST_RSA_BITS} (RFC 7518 §3.3)`)
  }
  return value
}

function modulusBits(key: JsonWebKey, which: string): number | undefined {
  try {
    return createPublicKey({ key, format: 'jwk' }).asymmetricKeyDetails?.modulusLength
  } catch {
    throw new BadValue(`${which} is not a public key of kty RSA, EC or OKP`)
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
