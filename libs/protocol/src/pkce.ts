import { equalBytes, sha256Base64url } from './hash.js'

const CODE_VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/
const S256_CODE_CHALLENGE = /^[A-Za-z0-9_-]{43}$/

/** Whether the value has the form of a code verifier: 43 to 128 unreserved characters (RFC 7636 §4.1). */
export function isCodeVerifier(value: string): boolean {
  return CODE_VERIFIER.test(value)
}

/** Whether the value has the form of an S256 code challenge: a SHA-256 digest in base64url (RFC 7636 §4.2). */
export function isCodeChallenge(value: string): boolean {
  return S256_CODE_CHALLENGE.test(value)
}

/** S256 code challenge of a verifier (RFC 7636 §4.2). */
export function challengeOf(verifier: string): string {
  return sha256Base64url(verifier)
}

/**
 * Whether the verifier is well formed and is the one that the challenge was made from; compared in constant time.
 * The method is S256: `plain` is not offered (RFC 9700 §2.1.1).
 *
 * @see RFC 7636 §4.6
 */
export function matchesCodeChallenge(verifier: string, challenge: string): boolean {
  return isCodeVerifier(verifier) && equalBytes(Buffer.from(challengeOf(verifier)), Buffer.from(challenge))
}
