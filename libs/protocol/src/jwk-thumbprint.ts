import { sha256Base64url } from './hash.js'

/** Members that a thumbprint is made of, in lexicographic order, by key type (RFC 7638 §3.2, RFC 8037 §2). */
const MEMBERS = new Map<unknown, readonly string[]>([
  ['EC', ['crv', 'kty', 'x', 'y']],
  ['OKP', ['crv', 'kty', 'x']],
  ['RSA', ['e', 'kty', 'n']],
])

/** What a required member holds: base64url, or the name of a curve or key type. None of it needs JSON escapes. */
const PLAIN = /^[A-Za-z0-9_-]+$/
const SHA_256_THUMBPRINT = /^[A-Za-z0-9_-]{43}$/

/**
 * SHA-256 thumbprint of an asymmetric key in base64url, the same for its public and its private half; undefined where
 * the key type is another or a required member is missing.
 *
 * @example
 * jwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' })
 * @see RFC 7638 §3
 */
export function jwkThumbprint(jwk: Readonly<Record<string, unknown>>): string | undefined {
  const members = MEMBERS.get(jwk['kty'])
  if (!members) return undefined
  const required: [string, string][] = []
  for (const name of members) {
    const value = jwk[name]
    if (typeof value !== 'string' || !PLAIN.test(value)) return undefined
    required.push([name, value])
  }
  return sha256Base64url(JSON.stringify(Object.fromEntries(required)))
}

/** Whether the value has the form of a SHA-256 thumbprint, as `jkt` and `dpop_jkt` do (RFC 9449 §6.1, §10). */
export function isJwkThumbprint(value: string): boolean {
  return SHA_256_THUMBPRINT.test(value)
}
