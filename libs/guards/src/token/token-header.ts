import { OAuthError } from '@gatehouse/protocol'

/** The members of a token's header that decide which key verifies it. */
export interface TokenHeader<Alg extends string = string> {
  alg: Alg
  kid: string | undefined
}

/** `typ` values of a JWT access token; `application/` may be left out (RFC 9068 §2.1, §4; RFC 7515 §4.1.9). */
const ACCESS_TOKEN_TYPES = ['at+jwt', 'application/at+jwt']
const MAX_TOKEN_CHARACTERS = 8_192

/** A token that was found to have the form of a signed JWT; nothing in it is judged yet. */
export type SignedJwt = string & { readonly form: 'signed JWT' }

const SIGNED_JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/

/** Whether a token has the form of a signed JWT (RFC 7515 §7.1); any other is opaque to this API. */
export function isSignedJwt(token: string): token is SignedJwt {
  return SIGNED_JWT.test(token)
}

/**
 * Reads the header of a JWT access token, before any key is looked for.
 *
 * Enforces: bounded length, `typ` of an access token (an ID token is refused), `alg` from the list, no critical
 * extension.
 *
 * The last header that passed is kept: an issuer writes the same one as long as it signs with the same key.
 *
 * @see RFC 9068 §4, RFC 8725 §3.1, §3.11, RFC 7515 §4.1.11
 */
export class TokenHeaderReader<Alg extends string> {
  private last: { segment: string; header: TokenHeader<Alg> } | undefined

  constructor(private readonly algorithms: readonly Alg[]) {}

  /** @throws OAuthError `invalid_token` */
  read(token: SignedJwt): TokenHeader<Alg> {
    if (token.length > MAX_TOKEN_CHARACTERS) throw refused('The access token is too long.')
    const segment = token.slice(0, token.indexOf('.'))
    if (this.last?.segment !== segment) this.last = { segment, header: this.judge(parseHeader(segment)) }
    return this.last.header
  }

  private judge({ typ, alg, kid, crit }: Record<string, unknown>): TokenHeader<Alg> {
    if (typeof typ !== 'string' || !ACCESS_TOKEN_TYPES.includes(typ.toLowerCase()))
      throw refused('The token is not an access token: its typ header must be at+jwt.')
    const accepted = this.algorithms.find((each) => each === alg)
    if (accepted === undefined)
      throw refused('The access token is signed with an algorithm that is not accepted here.')
    if (crit !== undefined) throw refused('The access token has a critical header that is not understood.')
    if (kid !== undefined && typeof kid !== 'string')
      throw refused('The kid header of the access token is not a string.')
    return { alg: accepted, kid }
  }
}

function parseHeader(segment: string): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'))
    if (typeof header === 'object' && header !== null) return header as Record<string, unknown>
  } catch {
    // Answered below like every other header that is no JSON object.
  }
  throw refused('The header of the access token is not a JSON object.')
}

function refused(description: string): OAuthError {
  return new OAuthError('invalid_token', { description })
}
