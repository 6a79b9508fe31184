import type { FeedFollowerRow, ListedRevocation } from '@gatehouse/data-access'
import type { AdminFeedFollower, AdminFeedFollowers, AdminRevocation } from '@gatehouse/token-types'
import { FlagField, MomentField, ObjectListField, TextField, WholeNumberField } from '../route/fields.js'
import { PageView } from '../route/listing.js'

/** An entry of the list of what was revoked. */
export class RevocationView implements AdminRevocation {
  @TextField({ description: 'Its place in the list' })
  sequence!: string
  @TextField({ description: 'Claim that it matches, or kid' })
  claim!: string
  @TextField({ description: 'What the claim holds' })
  value!: string
  @TextField({ description: 'Name of the client or person', nullable: true })
  name!: string | null
  @MomentField({ description: 'Tokens issued up to then are dead' })
  revoked_at!: string
  @MomentField({ description: 'When the entry goes' })
  expires_at!: string
  @TextField({ description: 'Why' })
  reason!: string
}

/** One page of the list. */
export class RevocationPageView extends PageView {
  @ObjectListField({ description: 'The entries' }, () => RevocationView)
  items!: RevocationView[]
}

/** An instance of an API that follows the feed. */
export class FeedFollowerView implements AdminFeedFollower {
  @TextField({ description: 'Client whose token it reads the feed with' })
  client_id!: string
  @TextField({ description: 'Name of the client', nullable: true })
  client_name!: string | null
  @TextField({ description: 'API that the client is the server of', nullable: true })
  resource!: string | null
  @TextField({ description: 'Random id of the process' })
  instance!: string
  @TextField({ description: 'Address that it came from', nullable: true })
  ip_address!: string | null
  @TextField({ description: 'Sequence up to which it applied everything, as it says' })
  position!: string
  @WholeNumberField({ description: 'Living entries after it', least: 0, most: 2_147_483_647 })
  behind!: number
  @MomentField({ description: 'First word' })
  first_heard_at!: string
  @MomentField({ description: 'Last word' })
  last_heard_at!: string
  @FlagField({ description: 'False when it was silent for too long' })
  is_following!: boolean
}

/** Everybody who followed the feed lately. */
export class FeedFollowersView implements AdminFeedFollowers {
  @TextField({ description: 'Sequence of the newest entry' })
  newest!: string
  @ObjectListField({ description: 'The instances' }, () => FeedFollowerView)
  followers!: FeedFollowerView[]
}

/** A follower says something each 30 s at least; after three such spans it is taken for gone. */
const SILENT_AFTER_MS = 90_000

/** An entry as it is shown. */
export function revocationView({ id, ...entry }: ListedRevocation): AdminRevocation {
  return {
    sequence: id,
    claim: entry.claim,
    value: entry.value,
    name: entry.name,
    revoked_at: entry.revokedAt.toISOString(),
    expires_at: entry.expiresAt.toISOString(),
    reason: entry.reason,
  }
}

/** A follower as it is shown at a moment. */
export function feedFollowerView(follower: FeedFollowerRow, now: Date): AdminFeedFollower {
  return {
    client_id: follower.clientId,
    client_name: follower.clientName,
    resource: follower.resource,
    instance: follower.instance,
    ip_address: follower.ipAddress,
    position: follower.position,
    behind: follower.behind,
    first_heard_at: follower.firstHeardAt.toISOString(),
    last_heard_at: follower.lastHeardAt.toISOString(),
    is_following: now.getTime() - follower.lastHeardAt.getTime() <= SILENT_AFTER_MS,
  }
}
