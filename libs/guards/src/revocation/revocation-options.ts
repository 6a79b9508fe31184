import { httpUrl, invalid, within } from '../checked-options.js'
import { RevocationSource } from './revocation-source.js'

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

/** How to follow the revocation feed of the authorization server. */
export interface FeedOptions {
  /**
   * The resource server's own client, registered with `client_secret_basic`, the grant `client_credentials` and the
   * scope `revocations:read`.
   */
  clientId: string
  clientSecret: string
  /** Where the feed is reached from here. Default: `revocation_feed_endpoint` of the issuer's metadata. */
  endpoint?: string | undefined
  /**
   * How long the feed may be silent before tokens are not judged by it any more, 1 to 3,600. Default 30. The server
   * speaks each 10 s, so less than 15 causes outages.
   */
  silenceBoundSeconds?: number | undefined
  /** What happens then. Default `'refuse'`: 503. Introspection uses the feed's client unless it names its own. */
  whenSilent?: 'refuse' | { introspection: Partial<IntrospectionOptions> } | undefined
  /** How many revocations are kept, at most; beyond it the feed counts as silent. Default 500,000, about 100 MB. */
  maxEntries?: number | undefined
}

/** How the API learns that a token was revoked. `'none'`: it does not, and a token lives until `exp`. */
export type RevocationOptions =
  'none' | { feed: FeedOptions } | { introspection: IntrospectionOptions } | { source: RevocationSource }

/** The same options, once they were found sound. @throws Error that names the option */
export function checkedRevocation(mode: RevocationOptions | undefined): RevocationOptions {
  if (mode === 'none') return mode
  if (typeof mode === 'object' && 'source' in mode && mode.source instanceof RevocationSource) return mode
  if (typeof mode === 'object' && 'feed' in mode) checkFeed(mode.feed)
  else if (typeof mode === 'object' && 'introspection' in mode)
    checkIntrospection('revocation.introspection', mode.introspection)
  else
    throw invalid(
      'revocation',
      `'none', { feed: { clientId, clientSecret } }, { introspection: … } or { source: a RevocationSource }`,
    )
  return mode
}

function checkFeed(feed: FeedOptions): void {
  checkClient('revocation.feed', feed)
  if (feed.endpoint !== undefined) httpUrl('revocation.feed.endpoint', feed.endpoint)
  within('revocation.feed.silenceBoundSeconds', feed.silenceBoundSeconds ?? 30, 3_600, 1)
  within('revocation.feed.maxEntries', feed.maxEntries ?? 1, 10_000_000, 1)
  const { whenSilent = 'refuse', clientId, clientSecret } = feed
  if (whenSilent === 'refuse') return
  if (typeof whenSilent !== 'object' || typeof whenSilent.introspection !== 'object')
    throw invalid('revocation.feed.whenSilent', `'refuse' or { introspection: {} }`)
  checkIntrospection('revocation.feed.whenSilent.introspection', {
    ...{ clientId, clientSecret },
    ...whenSilent.introspection,
  })
}

function checkIntrospection(name: string, options: IntrospectionOptions): void {
  checkClient(name, options)
  if (options.endpoint !== undefined) httpUrl(`${name}.endpoint`, options.endpoint)
  within(`${name}.cacheSeconds`, options.cacheSeconds ?? 5, 300)
}

function checkClient(name: string, client: { clientId: string; clientSecret: string } | undefined): void {
  if (!client?.clientId || !client.clientSecret)
    throw invalid(name, '{ clientId, clientSecret, … }, both given')
}
