import { FEED_CLAIMS, type AdminRevocation, type FeedClaim } from '@gatehouse/token-types'
import type { ListFilter } from '../list/list-filter'
import type { ListState } from '../list/list-state'

/** What the list of revocations can be filtered by, as its address names it. */
export const REVOCATION_FILTER_NAMES = ['claim', 'value'] as const

/** The filters of the list. */
export const revocationFilters = (
  t: (key: 'claim' | 'value' | `kindOf.${FeedClaim}`) => string,
): ListFilter[] => [
  {
    name: 'claim',
    label: t('claim'),
    options: FEED_CLAIMS.map((claim) => ({ value: claim, label: t(`kindOf.${claim}`) })),
  },
  { name: 'value', label: t('value') },
]

/** True for an entry that the list, filtered so, would hold. */
export const passes =
  ({ search, filters }: ListState) =>
  ({ claim, value }: AdminRevocation): boolean =>
    (filters['claim'] ?? claim) === claim &&
    (filters['value'] ?? value) === value &&
    (search === '' || search === value)

/** True where new entries stand at the top: the first page, with the newest first. */
export const beginsWithNewest = ({ cursor, sort }: ListState): boolean =>
  cursor === undefined && (sort === undefined || sort === '-sequence')

/** Where an entry leads to: what it ended, or itself where that is kept nowhere. */
export function hrefOfEntry({ claim, value }: AdminRevocation): string {
  const named = encodeURIComponent(value)
  switch (claim) {
    case 'client_id':
      return `/clients/${named}`
    case 'sub':
      return `/tokens?user_id=${named}`
    case 'sid':
      return `/tokens?session_id=${named}`
    case 'gid':
      return `/tokens?grant_id=${named}`
    case 'kid':
      return '/signing-keys'
    default:
      return `/revocations?claim=${claim}&value=${named}`
  }
}
