import { httpUrl, invalid, within } from './checked-options.js'
import type { KeySet } from './issuer/verification-key.js'
import {
  clientCertificateSettings,
  dpopSettings,
  type ClientCertificateOptions,
  type ClientCertificateSettings,
  type DpopOptions,
  type DpopSettings,
} from './possession/possession-options.js'
import { checkedRevocation, type RevocationOptions } from './revocation/revocation-options.js'

/** JWS algorithms that an access token may be signed with. Symmetric ones and `none` cannot be chosen. */
const VERIFIABLE_ALGS = [
  'ES256',
  'ES384',
  'ES512',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
] as const

export type VerifiableAlg = (typeof VERIFIABLE_ALGS)[number]

/** What `ResourceServerModule.forRoot` takes. */
export interface ResourceServerOptions {
  /** Issuer identifier of the authorization server, compared with `iss` character by character (RFC 8414 §2). */
  issuer: string
  /** This API's resource identifier, which `aud` must contain (RFC 8707 §2). */
  audience: string
  /** Where the issuer publishes its keys. Default: the `jwks_uri` of its metadata, looked up at the first token. */
  jwksUri?: string | undefined
  /**
   * The issuer's keys themselves, or a function that is asked for them wherever they would have been fetched. For tests,
   * for APIs without a way out, and for the issuer's own APIs.
   */
  jwks?: KeySet | (() => Promise<KeySet>) | undefined
  /** Signature algorithms that are accepted. Default ES256 and RS256. */
  algorithms?: readonly VerifiableAlg[] | undefined
  /** Tolerance for `exp`, `nbf` and `iat` between the two clocks, 0 to 300. Default 30. */
  clockSkewSeconds?: number | undefined
  /** Age after which keys are fetched again in the background. Default 600. */
  keyCacheSeconds?: number | undefined
  /** Least time between two fetches caused by an unknown `kid`. Default 30. */
  keyCooldownSeconds?: number | undefined
  /** How many verified tokens are remembered; the oldest goes first. Default 10,000; 0 remembers none. */
  verifiedTokens?: number | undefined
  /** How the API learns that a token was revoked: by the feed, by introspection, by a source of its own, or not at all. */
  revocation: RevocationOptions
  /** Tokens that are bound to a key (RFC 9449). Default: a bound token needs its proof, others pass as Bearer. */
  dpop?: DpopOptions | undefined
  /** Tokens that are bound to a certificate (RFC 8705). Default: they are refused. */
  clientCertificate?: ClientCertificateOptions | undefined
  /** Scopes named in the metadata document (RFC 9728 §2). Default: not named. */
  scopesSupported?: readonly string[] | undefined
  /** The current time. Default: the system's clock. */
  now?: (() => Date) | undefined
}

/**
 * The options with every default filled in and every value checked.
 *
 * @throws Error that names the option, at start-up.
 */
export class ResourceServerSettings {
  readonly issuer: string
  readonly audience: string
  readonly jwksUri: string | undefined
  readonly jwks: KeySet | (() => Promise<KeySet>) | undefined
  readonly algorithms: readonly VerifiableAlg[]
  readonly clockSkewSeconds: number
  readonly keyCacheSeconds: number
  readonly keyCooldownSeconds: number
  readonly verifiedTokens: number
  readonly revocation: RevocationOptions
  /** Undefined: no proof is checked, and bound tokens are refused. */
  readonly dpop: DpopSettings | undefined
  readonly clientCertificate: ClientCertificateSettings | undefined
  readonly scopesSupported: readonly string[] | undefined
  readonly now: () => Date

  constructor(options: ResourceServerOptions) {
    this.issuer = httpUrl('issuer', options.issuer)
    if (!options.audience)
      throw invalid('audience', 'the resource identifier of this API, such as its https URL')
    this.audience = options.audience
    this.jwksUri = options.jwksUri === undefined ? undefined : httpUrl('jwksUri', options.jwksUri)
    this.jwks = options.jwks
    this.algorithms = algorithms(options.algorithms ?? ['ES256', 'RS256'])
    this.clockSkewSeconds = within('clockSkewSeconds', options.clockSkewSeconds ?? 30, 300)
    this.keyCacheSeconds = within('keyCacheSeconds', options.keyCacheSeconds ?? 600, 86_400)
    this.keyCooldownSeconds = within('keyCooldownSeconds', options.keyCooldownSeconds ?? 30, 3_600)
    this.verifiedTokens = within('verifiedTokens', options.verifiedTokens ?? 10_000, 1_000_000)
    this.revocation = checkedRevocation(options.revocation)
    this.dpop = dpopSettings(options.dpop, options.audience)
    this.clientCertificate = clientCertificateSettings(options.clientCertificate)
    this.scopesSupported = options.scopesSupported
    this.now = options.now ?? (() => new Date())
  }
}

function algorithms(names: readonly VerifiableAlg[]): readonly VerifiableAlg[] {
  if (names.length === 0 || names.some((name) => !VERIFIABLE_ALGS.includes(name)))
    throw invalid('algorithms', `a list out of ${VERIFIABLE_ALGS.join(', ')}`)
  return names
}
