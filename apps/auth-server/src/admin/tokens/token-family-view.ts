import { REUSE_REASONS, type TokenFamilyLink, type TokenFamilyRow } from '@gatehouse/data-access'
import {
  TOKEN_FAMILY_STATES,
  type AdminTokenFamily,
  type AdminTokenFamilyMoment,
  type AdminTokenFamilyRow,
  type TokenFamilyState,
} from '@gatehouse/token-types'
import { FlagField, MomentField, ObjectListField, TextField, TextListField } from '../route/fields.js'
import { PageView } from '../route/listing.js'

/** A refresh family in a list. */
export class TokenFamilyRowView implements AdminTokenFamilyRow {
  @TextField({ description: 'Its id' })
  id!: string
  @TextField({ description: 'Client that holds it' })
  client_id!: string
  @TextField({ description: 'Name of the client; null when it was removed', nullable: true })
  client_name!: string | null
  @TextField({ description: 'Person whom it is for' })
  user_id!: string
  @TextField({ description: 'Name of the person; null when removed', nullable: true })
  username!: string | null
  @TextField({ description: 'Grant: the gid claim' })
  grant_id!: string
  @TextField({ description: 'Session it came from: the sid claim' })
  session_id!: string
  @FlagField({ description: 'True when it outlives its session' })
  offline!: boolean
  @TextListField({ description: 'Scopes' })
  scope!: string[]
  @TextField({ description: 'API; null means the userinfo endpoint', nullable: true })
  resource!: string | null
  @TextField({ description: 'How it stands', oneOf: TOKEN_FAMILY_STATES })
  state!: TokenFamilyState
  @MomentField({ description: 'When it began' })
  created_at!: string
  @MomentField({ description: 'Last rotation; null when its last token is gone', nullable: true })
  last_rotated_at!: string | null
  @MomentField({ description: 'When it ends unless it is used; null when over', nullable: true })
  idle_expires_at!: string | null
  @MomentField({ description: 'Absolute end' })
  expires_at!: string
  @TextField({
    description:
      'Thumbprint of the key that its last token is bound to (RFC 9449 §5); null where it is not, or gone',
    nullable: true,
  })
  dpop_jkt!: string | null
  @MomentField({ description: 'When it was revoked', nullable: true })
  revoked_at!: string | null
  @TextField({ description: 'Why it was revoked', nullable: true })
  revoked_reason!: string | null
}

/** One moment in the life of a family. */
export class TokenFamilyMomentView implements AdminTokenFamilyMoment {
  @MomentField({ description: 'When' })
  at!: string
  @TextField({ description: 'What', oneOf: ['issued', 'rotated', 'reused', 'revoked', 'expired'] })
  what!: AdminTokenFamilyMoment['what']
  @TextField({ description: 'jti of the access token issued then', optional: true })
  access_token_id?: string
  @MomentField({ description: 'When that access token expires', optional: true })
  access_token_expires_at?: string
  @TextField({ description: 'Why it ended', optional: true })
  reason?: string
}

/** A refresh family with its life. */
export class TokenFamilyView extends TokenFamilyRowView implements AdminTokenFamily {
  @ObjectListField({ description: 'Its life, oldest first' }, () => TokenFamilyMomentView)
  timeline!: TokenFamilyMomentView[]
}

/** One page of refresh families. */
export class TokenFamilyPageView extends PageView {
  @ObjectListField({ description: 'The families' }, () => TokenFamilyRowView)
  items!: TokenFamilyRowView[]
}

const moment = (date: Date | null): string | null => date?.toISOString() ?? null

const isReuse = (reason: string | null) => REUSE_REASONS.some((known) => known === reason)

/** How a family stands at a moment. */
function stateOf(family: TokenFamilyRow, now: Date): TokenFamilyState {
  if (family.revokedAt) return isReuse(family.revokedReason) ? 'reused' : 'revoked'
  return family.expiresAt > now && family.idleExpiresAt && family.idleExpiresAt > now ? 'alive' : 'expired'
}

/** A family as a list shows it. */
export function tokenFamilyRowView(family: TokenFamilyRow, now: Date): AdminTokenFamilyRow {
  return {
    id: family.id,
    client_id: family.clientId,
    client_name: family.clientName,
    user_id: family.userId,
    username: family.username,
    grant_id: family.grantId,
    session_id: family.sessionId,
    offline: family.offline,
    scope: family.scope,
    resource: family.resource,
    state: stateOf(family, now),
    created_at: family.createdAt.toISOString(),
    last_rotated_at: moment(family.lastRotatedAt),
    idle_expires_at: moment(family.idleExpiresAt),
    expires_at: family.expiresAt.toISOString(),
    dpop_jkt: family.dpopJkt,
    revoked_at: moment(family.revokedAt),
    revoked_reason: family.revokedReason,
  }
}

/** A family with its life: issued, rotated, and how it ended. */
export function tokenFamilyView(
  { family, links }: { family: TokenFamilyRow; links: readonly TokenFamilyLink[] },
  now: Date,
): AdminTokenFamily {
  const row = tokenFamilyRowView(family, now)
  const begun = family.createdAt.getTime()
  const isFirstKept = links[0]?.createdAt.getTime() === begun
  const rotations = links.map((link, at): AdminTokenFamilyMoment => ({
    at: link.createdAt.toISOString(),
    what: at === 0 && isFirstKept ? 'issued' : 'rotated',
    access_token_id: link.accessTokenId,
    access_token_expires_at: link.accessTokenExpiresAt.toISOString(),
  }))
  return {
    ...row,
    timeline: [
      ...(isFirstKept ? [] : [{ at: row.created_at, what: 'issued' as const }]),
      ...rotations,
      ...endOf(row),
    ],
  }
}

function endOf(row: AdminTokenFamilyRow): AdminTokenFamilyMoment[] {
  if (row.revoked_at !== null) {
    const what = row.state === 'reused' ? 'reused' : 'revoked'
    return [{ at: row.revoked_at, what, ...(row.revoked_reason && { reason: row.revoked_reason }) }]
  }
  if (row.state !== 'expired') return []
  const idle = row.idle_expires_at
  return [{ at: idle !== null && idle < row.expires_at ? idle : row.expires_at, what: 'expired' }]
}
