/** A compact JWT, whole or cut off: its header is JSON, which begins so in base64url. */
const JWT_LIKE = /^eyJ[\w-]{6,}(\.[\w-]*)*$/u

/** 32 random octets in base64url: refresh tokens and codes of this server. Thumbprints look the same. */
const OPAQUE_LIKE = /^[\w-]{43}$/u

/**
 * The token that a text is: without `Bearer`, and without the line breaks of a terminal. Undefined for anything else,
 * such as what somebody looks for.
 *
 * What is a token here must get into no address and no log.
 */
export function pastedToken(text: string): string | undefined {
  const token = text.replace(/^\s*(?:Bearer|DPoP)\s+/iu, '').replaceAll(/\s+/gu, '')
  return JWT_LIKE.test(token) || OPAQUE_LIKE.test(token) ? token : undefined
}
