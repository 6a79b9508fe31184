import type { KeySet } from './issuer/verification-key.js'

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

/** How to ask the authorization server whether a token is still alive (RFC 7662). */
export interface IntrospectionOptions {
  /** Introspection endpoint. Default: the one that the issuer's metadata names. */
  endpoint?: string | undefined
  /** The resource server's own client, registered with `client_secret_basic`. */
  clientId: string
  clientSecret: string
  /** How long an answer is believed, 0 to 300. Default 5. A revoked token may pass for that long. */
  cacheSeconds?: number | undefined
}

/** What `ResourceServerModule.forRoot` takes. */
export interface ResourceServerOptions {
  /** Issuer identifier of the authorization server, compared with `iss` character by character (RFC 8414 §2). */
  issuer: string
  /** This API's resource identifier, which `aud` must contain (RFC 8707 §2). */
  audience: string
  /** Where the issuer publishes its keys. Default: the `jwks_uri` of its metadata, looked up at the first token. */
  jwksUri?: string | undefined
  /** The issuer's keys themselves; nothing is fetched then. For tests, and for APIs without a way out. */
  jwks?: KeySet | undefined
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
  /** How the API learns that a token was revoked. `'none'`: it does not, and a token lives until `exp`. */
  revocation: 'none' | { introspection: IntrospectionOptions }
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
  readonly jwks: KeySet | undefined
  readonly algorithms: readonly VerifiableAlg[]
  readonly clockSkewSeconds: number
  readonly keyCacheSeconds: number
  readonly keyCooldownSeconds: number
  readonly verifiedTokens: number
  readonly revocation: ResourceServerOptions['revocation']
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
    this.revocation = revocation(options.revocation)
    this.scopesSupported = options.scopesSupported
    this.now = options.now ?? (() => new Date())
  }
}

function invalid(option: string, expected: string): Error {
  return new Error(`ResourceServerModule: ${option} must be ${expected}`)
}

function httpUrl(option: string, value: string): string {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol))
    throw invalid(option, 'an absolute http(s) URL')
  return value
}

function within(option: string, value: number, most: number): number {
  if (!Number.isInteger(value) || value < 0 || value > most)
    throw invalid(option, `a whole number from 0 to ${most}`)
  return value
}

function algorithms(names: readonly VerifiableAlg[]): readonly VerifiableAlg[] {
  if (names.length === 0 || names.some((name) => !VERIFIABLE_ALGS.includes(name)))
    throw invalid('algorithms', `a list out of ${VERIFIABLE_ALGS.join(', ')}`)
  return names
}

function revocation(
  mode: ResourceServerOptions['revocation'] | undefined,
): ResourceServerOptions['revocation'] {
  if (mode === 'none') return mode
  if (!mode?.introspection?.clientId || !mode.introspection.clientSecret)
    throw invalid('revocation', `'none' or { introspection: { clientId, clientSecret } }`)
  if (mode.introspection.endpoint !== undefined)
    httpUrl('revocation.introspection.endpoint', mode.introspection.endpoint)
  within('revocation.introspection.cacheSeconds', mode.introspection.cacheSeconds ?? 5, 300)
  return mode
}
