import type { SequencedRevocation } from '@gatehouse/data-access'
import type { RevocationFeedEntry } from '@gatehouse/token-types'

/** One page of the feed as JSON. */
export interface FeedPage {
  /** Where the next page begins: the `after` of the next request. */
  sequence: string
  /** True when there is more at once. */
  more: boolean
  revocations: RevocationFeedEntry[]
}

/** An entry as resource servers see it. */
export function feedEntry(entry: SequencedRevocation): RevocationFeedEntry {
  return {
    sequence: entry.sequence.toString(),
    claim: entry.claim,
    value: entry.value,
    revoked_at: entry.revokedAt.getTime() / 1000,
    expires_at: Math.ceil(entry.expiresAt.getTime() / 1000),
  }
}
